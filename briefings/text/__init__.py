"""Terms of a text: tokens, stems, and a glossary that brings Russian and Chinese names to one form. Pure."""
