"""Word tables: one TOML file per platform with header words, file names and titles."""
