// The page for owners of sites: copies the snippet where the browser can, and says how where it cannot.
const [button, snippet, said] = ["copy", "snippet", "copied"].map((id) => document.getElementById(id));

button.hidden = false;
button.addEventListener("click", async () => {
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    said.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(snippet);
    said.textContent = "The snippet is marked. Press Ctrl and C to copy it.";
  }
});
