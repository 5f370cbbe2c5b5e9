import { createRouter, createWebHashHistory } from 'vue-router';

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
      path: '/entries/:id/materials/:mid(\\d+)',
      name: 'material',
      component: () => import('./views/MaterialView.vue'),
      props: (route) => ({ id: route.params.id, mid: Number(route.params.mid) }),
    },
    { path: '/search', name: 'search', component: () => import('./views/SearchView.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
});
