"""The figures of a run, gathered and printed as one table at its end."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table


@dataclass(slots=True)
class Figures:
    """Rows of the table: a name, what was measured, what is to be reached."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(
        self,
        name: str,
        seconds: NDArray[np.float64],
        *,
        reach: str,
        bare: tuple[str, NDArray[np.float64]] | None = None,
    ) -> None:
        """A row of many timings in seconds, perhaps beside those of a bare operation in the same run."""
        median, late = float(np.median(seconds)) * 1000, float(np.quantile(seconds, 0.99)) * 1000
        beside = ""
        if bare:
            bare_median = float(np.median(bare[1])) * 1000
            beside = f"{median / bare_median:.1f} x {bare[0]} ({bare_median:.2f} ms)"
        self.rows.append((name, f"median {median:.2f} ms, p99 {late:.2f} ms", beside, reach))

    def tell(self, name: str, measured: str, beside: str = "", *, reach: str) -> None:
        """A row of one measurement, in words."""
        self.rows.append((name, measured, beside, reach))

    def show(self) -> None:
        """Print the table."""
        table = Table("what", "measured", "beside", "to reach", title="Times and sizes (no time fails a test)")
        for row in self.rows:
            table.add_row(*row)
        Console(width=140).print(table)
