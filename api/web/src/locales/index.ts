import { computed, watchEffect } from 'vue';
import { createI18n } from 'vue-i18n';

import en from './en.json';
import zh from './zh-CN.json';

export type Lang = 'zh' | 'en';

const kStored = 'jianzhen.lang';

function remembered(): Lang {
  try {
    return localStorage.getItem(kStored) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh'; // storage is switched off
  }
}

export const i18n = createI18n({
  legacy: false,
  locale: remembered(),
  fallbackLocale: 'zh',
  messages: { zh, en },
  datetimeFormats: {
    zh: { day: { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'Asia/Shanghai' } },
    en: { day: { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'Asia/Shanghai' } },
  },
});

export const lang = computed<Lang>({
  get: () => i18n.global.locale.value as Lang,
  set: (next) => {
    i18n.global.locale.value = next;
    try {
      localStorage.setItem(kStored, next);
    } catch {
      // Storage is switched off: the choice lasts as long as the page.
    }
  },
});

watchEffect(() => {
  document.documentElement.lang = lang.value === 'zh' ? 'zh-CN' : 'en';
});
