"""How the desk tells a writer that something went wrong: one Chinese sentence, and nothing on the page is lost.

This is the outermost edge of the program: what nobody foresaw is logged with its traceback and told as one sentence.
"""

import html
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from drafting.errors import DraftingError
from knowledge_base.errors import KnowledgeError

log = logging.getLogger("zhibi.desk")

UNFORESEEN = "执笔出了意外的错误，已记入日志；您填写和保存过的内容都还在，请再试一次。"

Handler = Callable[..., Any]


def warn(message: str) -> None:
    """Show a sentence at the corner of the page. Gradio renders it as HTML, and it may quote what a file says."""
    import gradio as gr

    gr.Warning(html.escape(message), title="请注意")


def inform(message: str) -> None:
    """Show a sentence that needs nothing done about it."""
    import gradio as gr

    gr.Info(html.escape(message), title="完成", duration=4)


def told(handler: Handler) -> Handler:
    """Return an event's handler that, when it fails, tells the writer and leaves every output as it was."""

    @wraps(handler)
    def answer(*arguments: Any) -> Any:
        import gradio as gr

        try:
            return handler(*arguments)
        except (KnowledgeError, DraftingError) as error:
            warn(str(error))
        except Exception:  # the page's outermost edge: logged whole, and the writer keeps what was entered
            log.exception("%s failed", handler.__name__)
            warn(UNFORESEEN)
        return gr.skip()

    return answer


def answered(function: Handler) -> Handler:
    """Return a function that a script calls: its answer with ``ok`` true, or ``ok`` false and the sentence."""

    @wraps(function)
    def answer(data: Any) -> dict[str, Any]:
        try:
            return {"ok": True, **function(data)}
        except (KnowledgeError, DraftingError) as error:
            return {"ok": False, "message": str(error)}
        except (KeyError, TypeError, ValueError):
            # Only a page of another version, or somebody's own script, asks in another shape.
            log.warning("%s was asked in another shape", function.__name__, exc_info=True)
            return {"ok": False, "message": "页面发来的内容不完整；请刷新页面后重试。"}
        except Exception:  # the same edge, for what a script calls
            log.exception("%s failed", function.__name__)
            return {"ok": False, "message": UNFORESEEN}

    return answer
