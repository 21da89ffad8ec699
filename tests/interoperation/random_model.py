"""Write a language model of random weights, 2 MB: ``python random_model.py FILE.gguf ending|endless``.

It reads any Chinese text, a token for a character, and writes rubbish: characters, digits and commas as the dice fall, now
and then a full stop, after which it often has finished, and sometimes it has finished in the middle of a sentence; or it
never finishes. Runs in the servers' environment.
"""

import sys

import numpy as np
from gguf import GGUFWriter, TokenType

DIM, INNER, HEADS = 64, 96, 4
CONTEXT = 262_144

UNKNOWN, BEGIN, END = 0, 1, 2
CONTROL = ("<unk>", "<s>", "</s>")
BYTES = tuple(f"<0x{value:02X}>" for value in range(256))
#: The 3,755 common characters of GB 2312, without the five places that its last row leaves empty.
CHARACTERS = tuple(
    bytes((row, cell)).decode("gb2312")
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA)
)
DIGITS = tuple("0123456789")
MARKS = ("，", "。")
TOKENS = (*CONTROL, *BYTES, "▁", *CHARACTERS, *DIGITS, *MARKS)

#: What it writes with: every 19th character, the digits and the marks. The marks come eight times as often as a character.
SPOKEN = (*CHARACTERS[::19], *DIGITS, *MARKS)

TEMPLATE = "{% for message in messages %}{{ message['content'] }}\n{% endfor %}"


def main(path: str, manner: str) -> None:
    writer = GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(DIM)
    writer.add_block_count(1)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(DIM // HEADS)
    writer.add_vocab_size(len(TOKENS))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(TOKENS)
    writer.add_token_scores([0.0] * len(TOKENS))
    writer.add_token_types([_type_of(token) for token in TOKENS])
    writer.add_unk_token_id(UNKNOWN)
    writer.add_bos_token_id(BEGIN)
    writer.add_eos_token_id(END)
    writer.add_chat_template(TEMPLATE)
    for name, weights in _weights(ends=manner == "ending").items():
        writer.add_tensor(name, weights.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _type_of(token: str) -> int:
    if token in BYTES:
        return int(TokenType.BYTE)
    if token in CONTROL:
        return int(TokenType.UNKNOWN if token == CONTROL[UNKNOWN] else TokenType.CONTROL)
    return int(TokenType.NORMAL)


def _weights(*, ends: bool) -> dict[str, np.ndarray]:
    dice = np.random.default_rng(20260630)
    read = dice.standard_normal((len(TOKENS), DIM))
    read[:, 0] = (
        8.0  # the same for every token: what stands in the first column of ``spoken`` is how often it is written
    )
    spoken = dice.standard_normal((len(TOKENS), DIM)) * 0.05
    spoken[:, 0] = -0.5
    for token in SPOKEN:
        spoken[TOKENS.index(token), 0] = 0.5
    for token in MARKS:
        spoken[TOKENS.index(token), 0] = 0.61
    if ends:
        spoken[END] = read[TOKENS.index("。")] * 0.035
        spoken[END, 0] = 0.46
    block = {
        "attn_norm": np.ones(DIM),
        "ffn_norm": np.ones(DIM),
        "attn_q": dice.standard_normal((DIM, DIM)) * 0.1,
        "attn_k": dice.standard_normal((DIM, DIM)) * 0.1,
        "attn_v": dice.standard_normal((DIM, DIM)) * 0.1,
        "attn_output": dice.standard_normal((DIM, DIM)) * 0.1,
        "ffn_gate": dice.standard_normal((INNER, DIM)) * 0.1,
        "ffn_up": dice.standard_normal((INNER, DIM)) * 0.1,
        "ffn_down": dice.standard_normal((DIM, INNER)) * 0.1,
    }
    named = {f"blk.0.{name}.weight": weights for name, weights in block.items()}
    return {"token_embd.weight": read, "output_norm.weight": np.ones(DIM), "output.weight": spoken} | named


if __name__ == "__main__":
    main(*sys.argv[1:])
