import { createApp } from 'vue';

import App from './App.vue';
import { i18n } from './locales';
import { router } from './router';
import './styles/tokens.css';
import './styles/base.css';

// A file dropped beside its zone must not carry the browser away from the page.
for (const type of ['dragover', 'drop']) {
  window.addEventListener(type, (event) => event.preventDefault());
}

createApp(App).use(i18n).use(router).mount('#app');
