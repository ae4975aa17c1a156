"""The catalogue of known failures.

Each failure is one Markdown page under `pages/<family>/<id>.md`. `page` reads and checks one page,
`catalogue` offers all of them in the compiled form that a diagnosis needs, `compiling` makes that
form.
"""
