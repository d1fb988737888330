// Keeps a form as a draft while it is typed. Everything works without it: the page has a button that does the same.
(() => {
  const form = document.getElementById("tra-loi");
  const told = document.getElementById("nhap");
  if (!form || !told) return;
  let timer = 0;
  let kept = "";
  const typed = () => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    return body.toString();
  };
  const save = async () => {
    const now = typed();
    if (now === kept) return;
    try {
      const reply = await fetch(told.dataset.to, {
        method: "POST", body: now, keepalive: now.length < 60000, credentials: "same-origin",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
      });
      told.textContent = await reply.text();
      if (reply.ok) kept = now;
    } catch {
      told.textContent = "Mất kết nối nên chưa lưu được bản nháp; nội dung vẫn còn trên trang này.";
    }
  };
  kept = typed();
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 1500); });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => { if (document.hidden) { clearTimeout(timer); save(); } });
})();
