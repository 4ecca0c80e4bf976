// A form sent by script, with the token of the page's own form.
export async function post(address, values) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token, Accept: "application/json" },
    body: new URLSearchParams(values),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
