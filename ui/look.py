"""The look of the desk that is not in its style sheet: Gradio's theme, and what goes into the head of the page."""

import gradio as gr

from ui.markup import script

FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")


def theme() -> gr.themes.Base:
    """Return the theme: warm greys, a red for what is chosen, system fonts."""
    red = gr.themes.Color(
        "#fbeeec",
        "#f6d9d5",
        "#edb5ae",
        "#e08a80",
        "#cf5a4f",
        "#b3201b",
        "#9f1b17",
        "#8d1713",
        "#741310",
        "#5c0f0d",
        "#450b0a",
    )
    grey = gr.themes.Color(
        "#fffdf9",
        "#f4f1ea",
        "#e9e4d9",
        "#d8d1c3",
        "#b3ab9f",
        "#8b8377",
        "#6c655b",
        "#4d473f",
        "#38342e",
        "#2b2824",
        "#1f1c19",
    )
    return gr.themes.Base(
        primary_hue=red, secondary_hue=red, neutral_hue=grey, font=FONTS, font_mono=("Consolas", "monospace"),
        text_size=gr.themes.sizes.text_sm, spacing_size=gr.themes.sizes.spacing_sm, radius_size=gr.themes.sizes.radius_sm,
    ).set(
        body_background_fill="#f4f1ea",
        body_text_color="#25221e",
        block_background_fill="transparent",
        input_background_fill="#ffffff",
        input_border_color="#cfc7b8",
        input_border_width="1px",
        input_border_color_focus="#b3201b",
        input_padding="7px 10px",
        button_primary_background_fill="#b3201b",
        button_primary_text_color="#ffffff",
    )  # fmt: skip


def head_html() -> str:
    """Return what goes into the head of the page."""
    return f"<script>\n(() => {{\n{script('page')}}})();\n</script>"
