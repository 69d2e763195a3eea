"""The one error for bad input: names the place, the text and the way out."""


class InputError(ValueError):
    """Bad input, in one line: where it stands, what stands there and what to do about it."""

    def __init__(self, place: str, text: str, way_out: str) -> None:
        self.place, self.text, self.way_out = place, text, way_out
        super().__init__(f"{place}: {text}; {way_out}")
