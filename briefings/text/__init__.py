"""Terms of a text: tokens, stems, and a glossary that maps Russian and Chinese names to English. Pure."""
