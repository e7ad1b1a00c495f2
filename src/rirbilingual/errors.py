"""The one error that means we cannot go on."""


class RirError(Exception):
    """Bad input or usage: nothing was touched.

    what: what is wrong, in a few words, lower case, no final period.
    place: `file`, `file:line` or an option's name; may be empty.
    fix: what the reader can do, in the imperative.

    `str(error)` is one line, `place: what; fix`. Only `cli` catches it, and exits with 2.
    """

    def __init__(self, what: str, place: str = "", fix: str = "") -> None:
        self.what = what
        self.place = place
        self.fix = fix
        line = f"{place}: {what}" if place else what
        if fix:
            line = f"{line}; {fix}"
        super().__init__(" ".join(line.split()))
