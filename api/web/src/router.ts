import { watch } from 'vue';
import { createRouter, createWebHashHistory } from 'vue-router';

import { expired, loadSession, may, mustLogIn } from './api/session';

// Behind '#', so that the server needs no rule for addresses that are only the screen's.
export const router = createRouter({
  history: createWebHashHistory(),
  scrollBehavior: (to, from, saved) => (to.path === from.path ? false : (saved ?? { top: 0 })),
  routes: [
    { path: '/', name: 'home', component: () => import('./views/HomeView.vue') },
    { path: '/new', name: 'new', component: () => import('./views/FormView.vue') },
    {
      path: '/entries/:id',
      name: 'entry',
      component: () => import('./views/EntryView.vue'),
      props: true,
    },
    {
      path: '/entries/:id/edit',
      name: 'edit',
      component: () => import('./views/FormView.vue'),
      props: true,
    },
    {
      path: '/entries/:id/submit',
      name: 'submit',
      component: () => import('./views/SubmitView.vue'),
      props: true,
    },
    {
      path: '/entries/:id/materials/:mid(\\d+)',
      name: 'material',
      component: () => import('./views/MaterialView.vue'),
      props: (route) => ({ id: route.params.id, mid: Number(route.params.mid) }),
    },
    {
      path: '/login',
      name: 'login',
      component: () => import('./views/LoginView.vue'),
      meta: { open: true },
    },
    {
      path: '/join/:token',
      name: 'join',
      component: () => import('./views/JoinView.vue'),
      props: true,
      meta: { open: true },
    },
    {
      path: '/oidc',
      name: 'oidc',
      component: () => import('./views/ProviderView.vue'),
      meta: { open: true },
    },
    {
      path: '/may-enter',
      name: 'may-enter',
      component: () => import('./views/MayEnterView.vue'),
      meta: { open: true },
    },
    { path: '/account', name: 'account', component: () => import('./views/AccountView.vue') },
    {
      path: '/accounts',
      name: 'accounts',
      component: () => import('./views/AccountsView.vue'),
      meta: { action: 'account.read' },
    },
    {
      path: '/recusal',
      name: 'recusal',
      component: () => import('./views/RecusalView.vue'),
      meta: { action: 'recusal.declare' },
    },
    {
      path: '/audit',
      name: 'audit',
      component: () => import('./views/AuditView.vue'),
      meta: { action: 'audit.read' },
    },
    {
      path: '/imports',
      name: 'imports',
      component: () => import('./views/ImportView.vue'),
      meta: { action: 'result.read' },
    },
    {
      path: '/notes',
      name: 'notes',
      component: () => import('./views/NotesView.vue'),
      meta: { action: 'note.own' },
    },
    {
      path: '/progress',
      name: 'progress',
      component: () => import('./views/ProgressView.vue'),
      meta: { action: 'service.watch' },
    },
    {
      path: '/webhooks',
      name: 'webhooks',
      component: () => import('./views/WebhooksView.vue'),
      meta: { action: 'webhook.manage' },
    },
    {
      path: '/mails',
      name: 'mails',
      component: () => import('./views/MailsView.vue'),
      meta: { action: 'webhook.manage' },
    },
    {
      path: '/no-access',
      name: 'no-access',
      component: () => import('./views/NoAccessView.vue'),
      meta: { open: true },
    },
    {
      path: '/review',
      name: 'queue',
      component: () => import('./views/QueueView.vue'),
      meta: { action: 'review.read' },
    },
    {
      path: '/review/:id/findings/:key',
      name: 'finding',
      component: () => import('./views/FindingView.vue'),
      props: (route) => ({ id: route.params.id, findingKey: route.params.key }),
      meta: { action: 'review.read' },
    },
    {
      path: '/review/:id/heads',
      name: 'heads',
      component: () => import('./views/HeadsView.vue'),
      props: true,
      meta: { action: 'review.read' },
    },
    {
      path: '/review/graph',
      name: 'graph',
      component: () => import('./views/GraphView.vue'),
      meta: { action: 'review.read' },
    },
    {
      path: '/entries/:id/overview',
      name: 'overview',
      component: () => import('./views/OverviewView.vue'),
      props: true,
    },
    {
      path: '/tracks/:track/compare',
      name: 'compare',
      component: () => import('./views/CompareView.vue'),
      props: true,
    },
    { path: '/search', name: 'search', component: () => import('./views/SearchView.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
});

router.beforeEach(async (to) => {
  try {
    await loadSession();
  } catch {
    return true; // the screen says what is wrong
  }
  if (to.meta.open) return true;
  if (mustLogIn.value) return { name: 'login', query: { back: to.fullPath } };
  const action = to.meta.action;
  if (typeof action === 'string' && !may(action)) return { name: 'no-access' };
  return true;
});

// The session ended while a screen was open: back to it after log-in.
watch(expired, (over) => {
  const here = router.currentRoute.value;
  if (over && !here.meta.open) void router.push({ name: 'login', query: { back: here.fullPath } });
});
