"""Chinese pages write one word for several regions, as "-{zh-hans:…; zh-hant:…;}-": one form is chosen."""

from __future__ import annotations

import re

_MARKED = re.compile(r"-\{([^{}]*)\}-")
_FORM = re.compile(r"(zh(?:-[a-z]+)?)\s*:\s*(.*)", re.DOTALL)
_PREFERRED = ("zh-hans", "zh-cn", "zh-sg", "zh-my", "zh")


def choose_variants(text: str) -> str:
    """Give ``text`` with the mainland (zh-hans) form of every "-{…}-", else the first form named. Never raises."""
    return _MARKED.sub(_chosen, text) if "-{" in text else text


def _chosen(found: re.Match[str]) -> str:
    _, _, inner = found[1].rpartition("|")
    forms: dict[str, str] = {}
    for part in inner.split(";"):
        if named := _FORM.match(part.strip()):
            forms.setdefault(named[1], named[2].strip())
    if not forms:
        return inner
    return next((forms[name] for name in _PREFERRED if name in forms), next(iter(forms.values())))
