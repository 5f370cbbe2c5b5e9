#include "api/http/entry_events.h"

#include <ctime>

#include "api/http/forms.h"
#include "api/http/times.h"

namespace jianzhen::http {
namespace {

constexpr int kAtOnce = 100;  // events

}  // namespace

std::optional<std::string> EntryEvents::next() {
  if (!listener_.still_may()) return std::nullopt;
  std::string text;
  if (!greeted_) text = "retry: 2000\n\n";  // milliseconds, after which the browser comes back
  greeted_ = true;
  // Progress first: an event that ends a file must not come before the file's last page.
  for (const api::FileProgress& progress : watcher_->take_progress()) {
    text += progress_form(entry_, progress, rfc3339(std::time(nullptr)));
  }
  const auto events = service_.events(entry_, after_, kAtOnce);
  if (!events) return std::nullopt;  // the client comes back and asks for the same events again
  for (const store::Event& event : *events) {
    after_ = event.seq;
    if (event.type == api::kEntryConcerned && !listener_.sees_all) continue;
    text += event_form(event, listener_.sees_all);
  }
  return text;
}

void EntryEvents::on_ready(std::function<void()> wake) {
  watcher_ = service_.watch(entry_, std::move(wake));
}

}  // namespace jianzhen::http
