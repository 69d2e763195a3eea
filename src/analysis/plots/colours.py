"""The colours of all pictures, safe for colour-blind readers and in grey; never the only sign of anything."""

INK, MUTED, GRID = "#222222", "#6b6b6b", "#dddddd"
BLUE, SKY, RED, ORANGE, GREEN, PURPLE = "#0072b2", "#56b4e9", "#d55e00", "#e69f00", "#009e73", "#cc79a7"
#: Colour and marker of each verdict, colour of each outcome: never by colour alone.
VERDICTS = {
    "consistent": (BLUE, "o"),
    "consistent_within_rounding": (SKY, "o"),
    "undetermined": (MUTED, "s"),
    "inconsistent": (RED, "D"),
}
OUTCOMES = {
    "contradiction": RED,
    "mislabel": ORANGE,
    "definition": "#eac46f",
    "undetermined": "#cfcfd6",
    "rounding": "#c4def0",
    "ok": "#dfedf6",
}
LEVELS = {"entry": "#86b9dd", "mid": "#3f8fc5", "senior": "#0a5a9c", "executive": "#08306b", "all": MUTED}
