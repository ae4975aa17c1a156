"""The documentation site, made from what is there anyway: `docs/`, and the pages of the catalogue.

`python -m website` writes a folder of Markdown for each language (`failure_pages`, `documents`),
lets zensical build it strictly, and puts the results side by side: `site/en/latest/`,
`site/es/latest/`. Nothing is fetched, neither while it is built nor by those who read it.
"""
