"""The texts sent to a language model, one file for each call, rendered strictly."""
