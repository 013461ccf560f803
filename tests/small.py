"""A small archive of the tests' own, and ``clio`` run on it inside the test's process."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PAGES = {
    "news/2012/04/06/azawad.md": """---
date: 2012-04-06
title: Tuareg rebels declare the independence of Azawad in Mali
contexts: [Mali, Azawad]
sources:
  - {name: Reuters, url: "https://www.reuters.com/azawad"}
---
A ceasefire is announced.
""",
    "news/2013/01/10/konna-falls.md": """---
date: 2013-01-10
title: Islamist fighters overrun Konna in Mali
contexts: [Mali, Konna]
sources:
  - {name: BBC, url: "https://www.bbc.co.uk/konna-falls"}
---
""",
    "news/2013/01/18/konna-retaken.md": """---
date: 2013-01-18
title: The army of Mali recaptures Konna with French help
contexts: [Mali, Konna, France]
image: https://images.example.org/konna.jpg
sources:
  - {name: BBC, url: "https://www.bbc.co.uk/konna"}
  - {name: Bloomberg, url: "https://www.bloomberg.com/konna"}
related:
  - news/2013/01/10/konna-falls.md
---
Fighters have withdrawn, officials say.
""",
    "news/2011/01/18/floods.md": """---
date: 2011-01-18
title: Floods close the port of Brisbane
contexts: [Australia, Brisbane]
sources:
  - {name: ABC, url: "https://www.abc.net.au/floods"}
---
""",
    "news/2014/02/03/gao.md": """---
date: 2014-02-03
title: Peace talks for Mali begin in Gao
contexts: [Mali, Gao]
sources:
  - {name: AFP, url: "https://www.afp.com/gao"}
---
""",
}


def write_pages(root: Path) -> Path:
    """The small archive's pages under ``root``."""
    for path, text in PAGES.items():
        write_page(root, path, text)
    (root / "archive.toml").write_text('name = "Small archive"\nlicence = "MIT"\n', encoding="utf-8")
    return root


def write_page(root: Path, path: str, text: str) -> None:
    """One page under ``root``."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Left:
    """What a run of ``clio`` left behind."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Standard output as one JSON object a line."""
        return [json.loads(line) for line in self.out.split("\n") if line]


class Clio:
    """Runs ``clio`` in this process, with the small archive and an index folder of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        self.pages = write_pages(tmp_path / "pages")
        self.home = tmp_path / "home"
        self._patch, self._capsys = monkeypatch, capsys
        self.set("CLIO_PAGES", str(self.pages))
        self.set("CLIO_HOME", str(self.home))
        for name in (
            "CLIO_TOKEN",
            "CLIO_DATABASE_URL",
            "CLIO_LANGUAGE",
            "CLIO_LOG_LEVEL",
            "LC_ALL",
            "LC_MESSAGES",
            "FORCE_COLOR",
        ):
            monkeypatch.delenv(name, raising=False)
        self.set("LANG", "C.UTF-8")
        monkeypatch.chdir(tmp_path)  # no .env of a developer is read

    def set(self, name: str, value: str) -> None:
        """Set an environment variable."""
        self._patch.setenv(name, value)

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Left:
        """Run a command."""
        from bot.cli import main

        self._patch.setattr(sys, "argv", ["clio", *arguments])
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self._capsys.readouterr()
        code = main()
        return Left(code, *self._capsys.readouterr())
