# Runs each block of a page by itself and says how it ended.
for file in "$1"/*.sh; do
  bash -euo pipefail "$file" >"$file.out" 2>&1 && status=0 || status=$?
  cat "$file.out"
  case $status in
    0) echo "@@ $(basename "$file" .sh) ok" ;;
    *) echo "@@ $(basename "$file" .sh) FAIL: exit status $status: $(grep . "$file.out" | tail -n 1)" ;;
  esac
done
