"""新报告: the form — genre, unit, period, themes and figures. Saved as it is typed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

from drafting.assignment import assign
from drafting.errors import DraftingError, RequestError
from drafting.examples import EXAMPLES_DIR, REQUEST_FILE
from drafting.figure import FigureSheet
from drafting.figure_sheet import parse_pasted, read_sheet_bytes
from drafting.figure_table import COLUMNS
from drafting.request import Theme
from drafting.request_file import load_request
from drafting.request_revision import keep_figure_ids
from knowledge_base.errors import KnowledgeError
from knowledge_base.report import Period
from ui.page import Desk, Updates, go, listen, plain, say, scripted, titled
from ui.place import PageName, Place
from ui.request_form import (
    SPANS,
    RequestForm,
    blank_form,
    form_of,
    request_of,
    row_problems,
    rows_from,
    themes_from,
    with_figures,
    with_recipient,
    with_unit,
    with_usual_indicators,
)

#: What most offices write most often.
FIRST_GENRE = "work_summary"
SHEET_TYPES = [".xlsx", ".csv"]
OPTIONAL_COLUMNS = ("精度", "来源", "备注")
HINTS = {"数值": "填数", "指标": "如：党工委会议", "单位": "次", "口径": "如：截至6月底"}
PASTE_HINT = "从 Excel 复制表格直接粘贴到这里；也可以写成一句话，如：党工委会议11次（上年9次）；累计收文2136份"


class RequestPage:
    """The form of a new report, or of a draft whose data changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._genres = desk.workspace.genres
        with gr.Column(elem_id="page-request", elem_classes="page"):
            self._lay_basics()
            self._lay_figures()
            self._lay_themes()
            with gr.Row(elem_id="request-actions"):
                self._told = plain("request-told")
                self._next = gr.Button(
                    "下一步：拟定提纲", variant="primary", elem_id="to-outline", scale=0, min_width=190
                )
        self._fields: list[Component] = [
            self._genre, self._unit, self._recipient, self._title, self._year, self._span, self._date,
            self._themes, self._figures, self._pasted,
        ]  # fmt: skip
        self._listen()

    def _lay_basics(self) -> None:
        with gr.Column(elem_classes="card"):
            titled("基本情况")
            with gr.Row():
                genres = [(genre.name, genre.id) for genre in self._genres.values()]
                self._genre = gr.Dropdown(genres, label="文种", value=None, elem_id="genre", scale=2)
                self._year = gr.Textbox(label="年份", elem_id="year", scale=1, min_width=80)
                self._span = gr.Radio(list(SPANS), label="期间", elem_id="span", scale=2, min_width=240)
                self._date = gr.Textbox(label="成文日期", elem_id="date", scale=2, min_width=140)
            with gr.Row():
                self._unit = gr.Dropdown([], label="单位（署名）", allow_custom_value=True, elem_id="unit", scale=2)
                self._recipient = gr.Textbox(label="主送（可不填）", elem_id="recipient", scale=2)
                self._title = gr.Textbox(
                    label="标题（不填则按文种拟定）",
                    elem_id="title",
                    scale=4,
                    placeholder="如：云岚工业园区2026年上半年工作总结",
                )

    def _lay_figures(self) -> None:
        with gr.Column(elem_classes="card"):
            with gr.Row(elem_id="figures-head"):
                titled("数据", "往年报告常写的指标已列好，上年数值供对照；没有的留空即可")
                self._sheet = gr.UploadButton(
                    "上传数据表（.xlsx、.csv）",
                    file_types=SHEET_TYPES,
                    elem_id="sheet-upload",
                    size="sm",
                    scale=0,
                    min_width=190,
                )
                self._example = gr.Button("载入示例", elem_id="load-example", size="sm", scale=0, min_width=100)
            self._figures = scripted(
                "figures",
                "figure_table",
                {"rows": []},
                [check_rows],
                columns=list(COLUMNS),
                optional=list(OPTIONAL_COLUMNS),
                hints=HINTS,
            )
            with gr.Row(elem_id="paste-row"):
                self._pasted = gr.Textbox(
                    label="粘贴表格或文字", lines=3, max_lines=10, placeholder=PASTE_HINT, elem_id="pasted", scale=6
                )
                self._take = gr.Button("识别并填入", elem_id="take-pasted", scale=0, min_width=120)
            self._pasted_told = plain("pasted-told")

    def _lay_themes(self) -> None:
        with gr.Column(elem_classes="card"):
            titled("本期主题", "今年新抓的工作、开展的活动；要点会写进对应的章节")
            self._themes = scripted("themes", "themes", {"themes": []})

    def _listen(self) -> None:
        desk = self._desk
        for event in (
            self._recipient.input, self._title.input, self._year.input, self._date.input, self._pasted.input,
            self._themes.change, self._figures.change,
        ):  # fmt: skip
            listen(event, self.keep, [desk.place, *self._fields], [self._told], last_only=True)
        # Only what the choice bears on is filled: whatever else is being typed meanwhile must not be set back.
        for asked, filled in (
            (self._genre, [self._unit, self._recipient, self._figures]),
            (self._unit, [self._recipient, self._figures]),
            (self._span, [self._figures]),
        ):
            outputs = [*filled, self._told]
            listen(asked.input, partial(self.offer, filled), [desk.place, *self._fields], outputs, last_only=True)
        listen(self._example.click, self.load_example, [self._genre], [desk.wanted])
        taken = [self._figures, self._pasted, self._pasted_told]
        listen(self._take.click, self.take_pasted, [desk.place, *self._fields], taken)
        listen(self._sheet.upload, self.take_sheet, [desk.place, self._sheet, *self._fields], taken)
        listen(
            self._next.click, self.finish, [desk.place, *self._fields], [desk.wanted, self._told], progress="minimal"
        )

    @property
    def outputs(self) -> Sequence[Component]:
        """Return what ``show`` sets."""
        return [*self._fields, self._told, self._pasted_told, self._next]

    def show(self, place: Place) -> Updates:
        """Return the form: as it was left, else the draft's request, else a new one with what past reports tell."""
        if place.draft_id:
            draft = self._desk.draft(place)
            form = self._desk.forms.get(place.draft_id) or form_of(draft.request)
            place = replace(place, form_id="")
        else:
            place = replace(place, form_id=place.form_id or self._desk.forms.new_id())
            form = self._desk.forms.get(place.form_id) or self._new_form()
        label = "保存，看提纲" if place.draft_id else "下一步：拟定提纲"
        return {
            **self._contents(form),
            self._told: "",
            self._pasted_told: "",
            self._next: gr.update(value=label),
            "place": place,
        }

    def keep(self, place: Place, *values: Any) -> str:
        """Save the form as it stands, unless nobody has entered anything yet."""
        form = self._form(place, values)
        if place.draft_id or self._desk.forms.get(place.form_id) or form != self._new_form():
            self._desk.forms.save(place.draft_id or place.form_id, form)
        return ""

    def offer(self, filled: Sequence[Component], place: Place, *values: Any) -> Updates:
        """Fill what past reports of the genre and unit now chosen tell: recipient, and the indicators they usually carry."""
        form = self._offered(self._form(place, values))
        self._desk.forms.save(place.draft_id or place.form_id, form)
        contents = self._contents(form)
        return {**{one: contents[one] for one in filled}, self._told: ""}

    def load_example(self, genre_id: str | None) -> Place:
        """Open the worked example of the genre as a form of its own, so that nothing entered is replaced."""
        path = EXAMPLES_DIR / (genre_id or next(iter(self._genres))) / REQUEST_FILE
        if genre_id not in self._genres or not path.is_file():
            raise RequestError("这个文种没有示例；请换一个内置的文种再试。")
        form_id = self._desk.forms.new_id()
        self._desk.forms.save(form_id, form_of(load_request(path, self._genres)))
        return go(PageName.REQUEST, form_id=form_id)

    def take_pasted(self, place: Place, *values: Any) -> Updates:
        """Read what was pasted and put its figures into the table; what cannot be read stays in the box."""
        form = self._form(place, values)
        if not form.pasted.strip():
            return {self._pasted_told: say("粘贴框里还没有内容。", tone="bad")}
        try:
            sheet = parse_pasted(form.pasted)
        except DraftingError as error:
            return {self._pasted_told: say(str(error), tone="bad")}
        return self._taken(place, form, sheet, clear=True)

    def take_sheet(self, place: Place, path: str, *values: Any) -> Updates:
        """Read an uploaded sheet and put its figures into the table."""
        upload = Path(path)
        try:
            sheet = read_sheet_bytes(upload.read_bytes(), upload.name)
        except DraftingError as error:
            return {self._pasted_told: say(str(error), tone="bad")}
        finally:
            upload.unlink(missing_ok=True)
        return self._taken(place, self._form(place, values), sheet, clear=False)

    def finish(self, place: Place, *values: Any) -> Updates:
        """Turn the form into a draft with an outline, or into the changed request of the draft that is open."""
        form = self._form(place, values)
        self._desk.forms.save(place.draft_id or place.form_id, form)
        try:
            request = request_of(form, self._genres)
            store = self._desk.workspace.store
            if place.draft_id:
                draft = self._desk.draft(place)
                request = keep_figure_ids(request, draft.request)
                store.save_request(draft.id, request)
                store.save_outline(draft.id, assign(draft.outline, request, self._genres[request.genre]))
                self._desk.forms.delete(draft.id)
                return {self._desk.wanted: go(PageName.OUTLINE, draft_id=draft.id), self._told: ""}
            draft = self._desk.workspace.drafter.create(request)
        except (DraftingError, KnowledgeError) as error:
            return {self._told: say(str(error), tone="bad")}
        self._desk.forms.delete(place.form_id)
        return {self._desk.wanted: go(PageName.OUTLINE, draft_id=draft.id), self._told: ""}

    def _taken(self, place: Place, form: RequestForm, sheet: FigureSheet, *, clear: bool) -> Updates:
        left = form.pasted if sheet.problems or not clear else ""
        form = replace(form, rows=with_figures(form.rows, sheet.figures), pasted=left)
        self._desk.forms.save(place.draft_id or place.form_id, form)
        lines = [f"识别出 {len(sheet.figures)} 项数据，已填入上表。"] if sheet.figures else ["没有识别出数据。"]
        if sheet.problems:
            lines[0] += f"有 {len(sheet.problems)} 行没有读成，原文还在，请改后再识别："
        told = say(*lines, *(problem.message for problem in sheet.problems), tone="bad" if sheet.problems else "good")
        return {self._figures: _table_value(form), self._pasted: left, self._pasted_told: told}

    def _new_form(self) -> RequestForm:
        genre = self._genres.get(FIRST_GENRE) or next(iter(self._genres.values()), None)
        return self._offered(blank_form(genre, self._desk.today()))

    def _offered(self, form: RequestForm) -> RequestForm:
        genre = self._genres.get(form.genre)
        if genre is None:
            return form
        library = self._desk.workspace.library
        reports = library.list(genre=genre.id)
        units = Counter(report.unit for report in reports if report.unit).most_common(1)
        form = with_unit(form, units[0][0] if units else "")
        nearest = library.nearest_reports(genre.id, form.unit, k=1)
        form = with_recipient(form, nearest[0].recipient.rstrip("：:") if nearest else "")
        year = int(form.year) if form.year.isdigit() else self._desk.today().year
        usual = self._desk.workspace.drafter.prefill(genre.id, form.unit, Period(year, form.half))
        return replace(form, rows=with_usual_indicators(form.rows, usual))

    def _contents(self, form: RequestForm) -> Updates:
        units = sorted(
            {report.unit for report in self._desk.workspace.library.list() if report.unit} | ({form.unit} - {""})
        )
        return {
            self._genre: form.genre or None,
            self._unit: gr.update(choices=units, value=form.unit or None),
            self._recipient: form.recipient,
            self._title: form.title,
            self._year: form.year,
            self._span: form.span,
            self._date: form.date,
            self._themes: {"themes": [{"name": theme.name, "notes": theme.notes} for theme in form.themes]},
            self._figures: _table_value(form),
            self._pasted: form.pasted,
        }

    def _form(self, place: Place, values: Sequence[Any]) -> RequestForm:
        kept = self._desk.forms.get(place.draft_id or place.form_id) or (
            RequestForm() if place.draft_id else self._new_form()
        )
        genre, unit, recipient, title, year, span, date, themes, figures, pasted = values
        return RequestForm(
            genre=str(genre or ""),
            unit=str(unit or ""),
            recipient=str(recipient or ""),
            title=str(title or ""),
            year=str(year or ""),
            span=str(span or ""),
            date=str(date or ""),
            themes=_themes_of(themes),
            rows=rows_from((figures or {}).get("rows")),
            pasted=str(pasted or ""),
            offered_unit=kept.offered_unit,
            offered_recipient=kept.offered_recipient,
        )


def check_rows(rows: object) -> list[dict[str, object]]:
    """Return what is wrong with the table's rows, for the page to write under them."""
    return [{"row": problem.row, "message": problem.message} for problem in row_problems(rows_from(rows))]


def _table_value(form: RequestForm) -> dict[str, Any]:
    return {"rows": [dict(row) for row in form.rows], "problems": check_rows([dict(row) for row in form.rows])}


def _themes_of(value: Mapping[str, Any] | None) -> tuple[Theme, ...]:
    return themes_from((value or {}).get("themes"))
