"""Secrets that are recognised by themselves: keys, and tokens that begin as their issuer says.

No pattern may cost more than linear time: repetitions are bounded, or start at a boundary and
cannot overlap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

__all__ = ["TOKENS", "Shape"]


class Shape:
    """One shape of a secret."""

    __slots__ = ("contextual", "keeps", "kind", "literals", "pattern")

    def __init__(
        self,
        kind: str,
        literals: str,
        pattern: str,
        keeps: Callable[[re.Match[str], str], bool] | None = None,
        contextual: bool = False,
    ) -> None:
        self.kind = kind
        self.literals = literals.split(" ")
        """Lower-case; one of them stands in any text with such a secret."""
        self.pattern = pattern
        self.keeps = keeps
        """Tells that a match is no secret after all, from the match and the value in it."""
        self.contextual = contextual
        """The value has no shape of its own: trailing punctuation is not part of it."""


# A token starts where no letter or digit goes before.
_B = r"(?<![A-Za-z0-9])"
_E = r"(?![A-Za-z0-9])"

TOKENS: tuple[Shape, ...] = (
    Shape(
        "private-key",
        "private",
        r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
        r"(?:(?P<secret>(?:[^-]|-(?!----)){1,20000})(?=-----END )"
        # A block that is cut off: as far as its lines go.
        r"|(?P<secret_2>(?:(?:\s|\\[nr]){0,4}[A-Za-z0-9+/=]{20,80}){1,400}"
        r"(?:(?:\s|\\[nr]){1,4}[A-Za-z0-9+/]{1,76}={0,2})?))",
    ),
    # -- forges and package registries
    Shape("github-token", "ghp_ gho_ ghu_ ghs_ ghr_", _B + r"gh[pousr]_[A-Za-z0-9_.-]{30,1024}"),
    Shape("github-token", "github_pat_", _B + r"github_pat_[A-Za-z0-9_]{22,255}"),
    Shape(
        "gitlab-token",
        "glpat- glcbt- gldt- glptt- glrt- glft- glsoat- glimt- glagent- gloas- glffct-",
        _B + r"gl(?:pat|cbt|dt|ptt|rt|ft|soat|imt|agent|oas|ffct)-[A-Za-z0-9_.-]{16,512}",
    ),
    Shape("gitlab-token", "gr1348941", _B + r"GR1348941[A-Za-z0-9_-]{20,64}"),
    Shape(
        "bitbucket-token", "atbb atctt3 atatt3", _B + r"AT(?:BB|CTT3|ATT3)[A-Za-z0-9_=-]{24,512}"
    ),
    Shape("pypi-token", "pypi-ag", _B + r"pypi-Ag[A-Za-z0-9_-]{16,512}"),
    Shape("npm-token", "npm_", _B + r"npm_[A-Za-z0-9]{30,64}" + _E),
    Shape("rubygems-token", "rubygems_", _B + r"rubygems_[0-9a-f]{48}"),
    Shape("nuget-token", "oy2", _B + r"oy2[a-z0-9]{43}" + _E),
    Shape("docker-token", "dckr_pat_ dckr_oat_", _B + r"dckr_[po]at_[A-Za-z0-9_-]{16,128}"),
    Shape("artifactory-token", "akcp", _B + r"AKCp[A-Za-z0-9]{10,128}" + _E),
    Shape("artifactory-token", "cmvmdgtu", _B + r"cmVmdGtu[A-Za-z0-9]{40,128}" + _E),
    Shape("prefix-token", "pfx_", _B + r"pfx_[A-Za-z0-9]{20,128}"),
    # -- clouds
    Shape("aws-access-key", "akia asia abia acca", _B + r"A(?:KIA|SIA|BIA|CCA)[A-Z2-7]{16}" + _E),
    Shape(
        "aws-secret-key",
        "secret",
        r"(?i)secret[_ ]?(?:access)?[_ ]?key[\"']?\s{0,3}[:=]?\s{0,3}[\"']?"
        r"(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
    ),
    Shape("google-key", "aiza", _B + r"AIza[A-Za-z0-9_-]{35}"),
    Shape("google-token", "ya29.", _B + r"ya29\.[A-Za-z0-9_.-]{20,2048}"),
    Shape("google-token", "gocspx-", _B + r"GOCSPX-[A-Za-z0-9_-]{20,64}"),
    Shape("google-token", "1//", _B + r"1//0[A-Za-z0-9_-]{40,256}"),
    Shape("azure-client-secret", "q~", r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])"),
    Shape(
        "azure-key",
        "accountkey sharedaccesskey sharedsecret",
        r"(?i)(?:AccountKey|SharedAccessKey|SharedSecret)\s{0,3}=\s{0,3}"
        r"(?P<secret>[A-Za-z0-9+/%=]{8,256})",
    ),
    Shape(
        "azure-key",
        "+ast acdb azse azfu azca +acr +aeh +asb +aba aiot apim acs",
        _B + r"[A-Za-z0-9+/_-]{32,84}(?:\+ASt|ACDb|AzSe|AzFu|AzCa|\+ACR|\+AEh|\+ASb|\+ABa|AIoT"
        r"|APIm|ACs)[A-Za-z0-9+/_-]{4,10}={0,2}" + _E,
    ),
    Shape("azure-sas", "sig", r"(?i)[?&;]sig(?:=|%3D)(?P<secret>[A-Za-z0-9%+/=_-]{10,256})"),
    Shape("azure-devops-token", "jqqj99", _B + r"[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}" + _E),
    Shape(
        "azure-devops-token",
        "dev.azure.com visualstudio.com devops _pat vss_",
        _B + r"[a-z2-7]{52}" + _E,
    ),
    Shape("databricks-token", "dapi dose", _B + r"(?:dapi|dose)[0-9a-f]{32}(?:-\d{1,2})?" + _E),
    Shape("digitalocean-token", "dop_v1_ doo_v1_ dor_v1_", _B + r"do[por]_v1_[0-9a-f]{64}"),
    Shape(
        "cloudflare-token",
        "cloudflare cf_ x-auth-key",
        r"(?i)(?:cloudflare|\bcf_|x-auth-key)[^\n]{0,40}?[\s:=\"'](?P<secret>[A-Za-z0-9_-]{37,53})"
        + _E,
    ),
    Shape("cloudflare-token", "v1.0-", _B + r"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}"),
    Shape("heroku-token", "hrku-", _B + r"HRKU-[A-Za-z0-9_-]{36,80}"),
    Shape("fly-token", "fo1_ fm2_", _B + r"(?:fo1|fm[12][ar]?)_[A-Za-z0-9+/=_-]{40,1024}"),
    Shape("alibaba-key", "ltai", _B + r"LTAI[A-Za-z0-9]{12,20}" + _E),
    # -- services of machine learning
    Shape("huggingface-token", "hf_ api_org_", _B + r"(?:hf|api_org)_[A-Za-z0-9]{30,64}" + _E),
    Shape("anthropic-key", "sk-ant-", _B + r"sk-ant-[A-Za-z0-9_-]{16,256}"),
    Shape("openai-key", "sk-", _B + r"sk-(?:proj|svcacct|admin|None|or-v1)-[A-Za-z0-9_-]{16,256}"),
    Shape("openai-key", "sk-", _B + r"sk-[A-Za-z0-9]{32,128}" + _E),
    Shape("wandb-key", "wandb_v1_", _B + r"wandb_v1_[A-Za-z0-9_-]{20,256}"),
    Shape(
        "wandb-key",
        "wandb",
        r"(?i)wandb[^\n]{0,60}?(?:log-?in|key)[^\n]{0,30}?[\s:=\"'](?P<secret>[0-9a-f]{40})" + _E,
    ),
    Shape("nvidia-key", "nvapi-", _B + r"nvapi-[A-Za-z0-9_-]{32,128}"),
    Shape("replicate-token", "r8_", _B + r"r8_[A-Za-z0-9]{37}" + _E),
    Shape("groq-key", "gsk_", _B + r"gsk_[A-Za-z0-9]{40,64}" + _E),
    Shape("perplexity-key", "pplx-", _B + r"pplx-[A-Za-z0-9]{40,64}" + _E),
    Shape("langsmith-key", "lsv2_", _B + r"lsv2_[ps][tk]_[0-9a-f]{32}_[0-9a-f]{10}"),
    Shape(
        "kaggle-key",
        "kaggle username",
        r"(?i)[\"']?\bkey[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<secret>[0-9a-f]{32})" + _E,
    ),
    # -- other services
    Shape(
        "slack-token", "xox xapp-", _B + r"(?:xox[a-z](?:\.xox[a-z])?|xapp)-[A-Za-z0-9-]{10,512}"
    ),
    Shape(
        "webhook",
        "hooks.slack.com discord webhook.office.com",
        r"(?i)(?:hooks\.slack\.com/(?:services|workflows|triggers)|discord(?:app)?\.com/api/webhooks"
        r"|webhook\.office\.com/webhookb2)/(?P<secret>[\w@/.-]{10,400})",
    ),
    Shape(
        "stripe-key",
        "sk_live_ sk_test_ rk_live_ rk_test_ whsec_",
        _B + r"(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{10,256}",
    ),
    Shape("sendgrid-key", "sg.", _B + r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}"),
    Shape("twilio-key", "sk", _B + r"SK[0-9a-f]{32}" + _E),
    Shape("mailgun-key", "key-", _B + r"key-[0-9a-f]{32}" + _E),
    Shape("telegram-token", ":aa", r"(?<!\d)\d{8,10}:AA[A-Za-z0-9_-]{32,35}" + _E),
    Shape("vault-token", "hvs. hvb. hvr.", _B + r"hv[sbr]\.[A-Za-z0-9_-]{20,512}"),
    Shape("doppler-token", "dp.", _B + r"dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9_.-]{20,128}"),
    Shape("terraform-token", ".atlasv1.", _B + r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{30,128}"),
    Shape("linear-key", "lin_api_ lin_oauth_", _B + r"lin_(?:api|oauth)_[A-Za-z0-9]{32,64}"),
    Shape("pulumi-token", "pul-", _B + r"pul-[0-9a-f]{40}" + _E),
    Shape("grafana-token", "glsa_ glc_", _B + r"gl(?:sa|c)_[A-Za-z0-9_+/=]{32,400}"),
    Shape("sentry-token", "sntrys_ sntryu_", _B + r"sntry[su]_[A-Za-z0-9_+/=.-]{32,400}"),
    Shape("newrelic-key", "nrak-", _B + r"NRAK-[A-Z0-9]{27}"),
    Shape(
        "shopify-token", "shpat_ shpca_ shppa_ shpss_", _B + r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"
    ),
    Shape("postman-key", "pmak-", _B + r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    Shape("figma-token", "figd_", _B + r"figd_[A-Za-z0-9_-]{32,64}"),
    Shape("notion-token", "ntn_", _B + r"ntn_[A-Za-z0-9]{40,64}"),
    Shape("supabase-token", "sbp_", _B + r"sbp_[0-9a-f]{40}"),
    Shape("planetscale-token", "pscale_", _B + r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,64}"),
    Shape("tailscale-key", "tskey-", _B + r"tskey-[a-z]{2,10}-[A-Za-z0-9-]{16,128}"),
    Shape("circleci-token", "ccipat_", _B + r"CCIPAT_[A-Za-z0-9_]{32,128}"),
    Shape("buildkite-token", "bkua_", _B + r"bkua_[0-9a-f]{40}"),
    Shape("age-key", "age-secret-key-", _B + r"AGE-SECRET-KEY-1[0-9A-Z]{50,64}"),
    Shape(
        "jwt",
        "eyj",
        r"(?<![\w-])eyJ[\w-]{10,8192}\.(?:eyJ[\w-]{4,8192}(?:\.[\w-]{0,8192})?"
        r"|[\w-]{0,8192}(?:\.[\w-]{1,8192}){1,3})",
    ),
)
