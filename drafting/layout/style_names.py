"""The styles of a document: the ids that the writer uses, and the names that every program keeps."""

# Built-in styles keep their English names: Word and WPS know them by these and show them in the interface's language,
# and only the built-in headings fill the navigation pane.
TITLE_STYLE = "Title"
RECIPIENT_STYLE = "Recipient"
BODY_STYLE = "Normal"
HEADING_STYLES = ("Heading1", "Heading2", "Heading3", "Heading4")
ATTACHMENT_STYLE = "AttachmentNote"
SIGNATURE_STYLE = "IssuingOrgan"
DATE_STYLE = "IssueDate"
FOOTER_STYLE = "Footer"
BLANK_STYLE = "BlankLine"
# What stands around the text and is no part of it: the reader leaves these out again.
ORGAN_STYLE = "OrganMark"
NUMBER_STYLE = "DocumentNumber"
ANNEX_NOTE_STYLE = "AnnexNote"
ANNEX_LABEL_STYLE = "AnnexLabel"
ANNEX_TITLE_STYLE = "AnnexTitle"
TABLE_STYLE = "TableText"
IMPRINT_STYLE = "Imprint"

STYLE_NAMES = {
    BODY_STYLE: "Normal",
    TITLE_STYLE: "Title",
    RECIPIENT_STYLE: "主送机关",
    **{style: f"heading {level}" for level, style in enumerate(HEADING_STYLES, start=1)},
    ATTACHMENT_STYLE: "附件说明",
    SIGNATURE_STYLE: "发文机关署名",
    DATE_STYLE: "成文日期",
    FOOTER_STYLE: "footer",
    BLANK_STYLE: "空行",
    ORGAN_STYLE: "发文机关标志",
    NUMBER_STYLE: "发文字号",
    ANNEX_NOTE_STYLE: "附表说明",
    ANNEX_LABEL_STYLE: "附件标识",
    ANNEX_TITLE_STYLE: "附件标题",
    TABLE_STYLE: "附表文字",
    IMPRINT_STYLE: "版记",
}
FRAME_STYLES = (
    ORGAN_STYLE,
    NUMBER_STYLE,
    ANNEX_NOTE_STYLE,
    ANNEX_LABEL_STYLE,
    ANNEX_TITLE_STYLE,
    TABLE_STYLE,
    IMPRINT_STYLE,
)
