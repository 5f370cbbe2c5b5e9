#pragma once

// What happens to one entry, as an event stream: what is kept comes from the event table, in order
// and without gaps, and what is not kept between.

#include <cstdint>
#include <memory>
#include <string>

#include "api/http/message.h"
#include "api/service.h"

namespace jianzhen::http {

class EntryEvents : public EventStream {
 public:
  // Who listens: asked again and again whether they still may.
  struct Listener {
    std::function<bool()> still_may;
    // They see every entry, so that nothing in the events tells them of one they may not see.
    bool sees_all = false;
  };

  // `after`: the last event that the listener knows.
  EntryEvents(api::Service& service, std::string entry, std::int64_t after, Listener listener)
      : service_(service),
        entry_(std::move(entry)),
        after_(after),
        listener_(std::move(listener)) {}

  std::optional<std::string> next() override;
  void on_ready(std::function<void()> wake) override;

 private:
  api::Service& service_;
  std::string entry_;
  std::int64_t after_;
  Listener listener_;
  bool greeted_ = false;
  std::unique_ptr<api::Notices::Watcher> watcher_;
};

}  // namespace jianzhen::http
