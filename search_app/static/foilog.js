// Everything works without this file. It adds suggestions while typing, shorter addresses and a button that copies a citation.
'use strict';
document.documentElement.classList.add('js');

const WAIT = 150; // milliseconds without a key before suggestions are asked for

document.querySelectorAll('input[data-suggest]').forEach((input) => {
  const list = document.createElement('datalist');
  list.id = `${input.id}-suggestions`;
  input.after(list);
  input.setAttribute('list', list.id);
  let timer;
  let asked = '';
  input.addEventListener('input', () => {
    clearTimeout(timer);
    const typed = input.value.trim();
    if (typed.length < 3 || typed === asked) return;
    timer = setTimeout(async () => {
      asked = typed;
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`);
        if (!answer.ok || input.value.trim() !== typed) return;
        const [, suggestions] = await answer.json();
        list.replaceChildren(...suggestions.map((text) => {
          const option = document.createElement('option');
          option.value = text;
          return option;
        }));
      } catch {
        list.replaceChildren(); // no suggestion is no loss
      }
    }, WAIT);
  });
});

// An address without the filters that were left blank is a shorter one to keep.
document.querySelectorAll('form[method=get]').forEach((form) => {
  form.addEventListener('formdata', ({ formData }) => {
    [...formData].forEach(([name, value]) => { if (value === '') formData.delete(name); });
  });
});

document.querySelectorAll('button[data-copy]').forEach((button) => {
  button.addEventListener('click', async () => {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Copying is not allowed here';
    }
    setTimeout(() => { button.textContent = said; }, 2000);
  });
});
