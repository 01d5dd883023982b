# Runs each block of a page by itself and says how it ended.
for file in "$1"/*.sh; do
  if bash -euo pipefail "$file" >"$file.out" 2>&1; then
    echo "@@ $(basename "$file" .sh) ok"
  else
    echo "@@ $(basename "$file" .sh) FAIL: exit status $?: $(tail -n 1 "$file.out")"
  fi
  cat "$file.out"
done
