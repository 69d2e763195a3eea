"""Prose → figures: what each figure of a sentence is said of, when it is of, what it states.

`stated`: which numbers are figures. `phrase`: the grammar of subjects and names; `mention`: a figure in its sentence.
`meaning`, `measure`: what it is; `dating`: when; `pay`, `keys`: whose. `discourse`: what was spoken of before. `reader`
goes through an article with them; `curated` takes the figures that people described instead.
"""
