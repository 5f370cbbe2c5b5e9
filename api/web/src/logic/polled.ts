// What is asked for again and again while somebody looks at it. What came last stays where the
// service does not answer; `error` says so.
import { onScopeDispose, shallowRef } from 'vue';

export function usePolled<T>(load: () => Promise<T>, seconds: number) {
  const value = shallowRef<T | null>(null);
  const error = shallowRef<unknown>(null);
  let timer = 0;
  let over = false;

  async function refresh() {
    window.clearTimeout(timer);
    try {
      value.value = await load();
      error.value = null;
    } catch (wrong) {
      error.value = wrong;
    }
    if (over || document.hidden) return;
    timer = window.setTimeout(refresh, seconds * 1000);
  }
  const look = () => {
    if (document.hidden) window.clearTimeout(timer);
    else void refresh();
  };
  document.addEventListener('visibilitychange', look);
  onScopeDispose(() => {
    over = true;
    window.clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  });
  void refresh();
  return { value, error, refresh };
}
