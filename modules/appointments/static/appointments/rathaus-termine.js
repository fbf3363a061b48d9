// <rathaus-termine> books an appointment on any homepage:
//
//   <script src="https://termine.stadt.example/termine/rathaus-termine.js" async></script>
//   <rathaus-termine anliegen="..." standort="..." sprache="en" titel="..."></rathaus-termine>
//
// All attributes are optional. The pages come from the municipality's portal in a frame that is as tall as its content;
// nothing is stored in the browser, and no style goes in or out.

(() => {
  const home = new URL(".", document.currentScript.src); // https://termine.stadt.example/termine/
  const TITLES = { de: "Termin buchen", en: "Book an appointment" };
  const FIRST_HEIGHT = 640;

  const STYLE = new CSSStyleSheet();
  STYLE.replaceSync(":host { display: block; } iframe { display: block; width: 100%; border: 0; }");

  class RathausTermine extends HTMLElement {
    static observedAttributes = ["anliegen", "standort", "sprache", "titel"];

    connectedCallback() {
      this.listening = new AbortController();
      addEventListener("message", (event) => this.hear(event), { signal: this.listening.signal });
      this.show();
    }

    disconnectedCallback() {
      this.listening.abort();
    }

    attributeChangedCallback() {
      if (this.frame && this.isConnected) this.show();
    }

    get language() {
      return this.getAttribute("sprache") || "de";
    }

    get address() {
      const prefix = this.language === "de" ? "" : `/${encodeURIComponent(this.language)}`;
      const address = new URL(`${prefix}${home.pathname}einbetten/`, home);
      for (const name of ["anliegen", "standort"]) {
        if (this.getAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
      }
      return address.href;
    }

    show() {
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [STYLE];
      this.frame?.remove();
      this.frame = document.createElement("iframe");
      this.frame.title = this.getAttribute("titel") || TITLES[this.language] || TITLES.de;
      this.frame.referrerPolicy = "strict-origin";
      this.frame.style.height = `${FIRST_HEIGHT}px`;
      this.frame.src = this.address;
      this.pages = 0;
      root.append(this.frame);
    }

    hear(event) {
      if (event.origin !== home.origin || event.source !== this.frame?.contentWindow) return;
      const said = event.data ?? {};
      if (said.type === "rathaus:height" && said.height > 0) this.frame.style.height = `${Math.min(said.height, 20000)}px`;
      if (said.type === "rathaus:page" && this.pages++) this.showTop(); // the first page never scrolls the homepage
    }

    showTop() {
      if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: "start" });
    }
  }

  if (!customElements.get("rathaus-termine")) customElements.define("rathaus-termine", RathausTermine);
})();
