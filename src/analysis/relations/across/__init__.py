"""Relations across an article, one family a module: each finds its cases or findings among all figures.

Equal keys: `repeats`, `growth`, `order`, `markets`, `pay`, `durations`, `currencies`. Side by side: `distributions`,
`lists`. A sentence about a table: `rows`, `superlatives`. What people say an article claims: `claims`.
"""
