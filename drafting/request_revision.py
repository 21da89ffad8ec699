"""A request changed after drafting has begun."""

from dataclasses import replace

from drafting.figure import Figure
from drafting.request import Request


def keep_figure_ids(request: Request, earlier: Request) -> Request:
    """Return ``request`` with every figure that ``earlier`` had under its earlier id, and fresh ids for the others.

    Ids are the rows' numbers: were a row put in above, the F3 of the outline and of every text would be another figure.
    A figure is the same one when its name and scope are; of several such, in their order.
    """
    free: dict[tuple[str, str], list[str]] = {}
    for figure in earlier.figures.figures:
        free.setdefault(_key(figure), []).append(figure.id)
    taken = {figure.id for figure in earlier.figures.figures}
    last = max((int(figure_id[1:]) for figure_id in taken if figure_id[1:].isdigit()), default=0)
    figures: list[Figure] = []
    for figure in request.figures.figures:
        held = free.get(_key(figure), [])
        if held:
            figures.append(replace(figure, id=held.pop(0)))
        else:
            last += 1
            figures.append(replace(figure, id=f"F{last}"))
    return replace(request, figures=replace(request.figures, figures=tuple(figures)))


def _key(figure: Figure) -> tuple[str, str]:
    return figure.name, figure.scope
