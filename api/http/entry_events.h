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
  // `after`: the last event that the listener knows.
  EntryEvents(api::Service& service, std::string entry, std::int64_t after)
      : service_(service), entry_(std::move(entry)), after_(after) {}

  std::optional<std::string> next() override;
  void on_ready(std::function<void()> wake) override;

 private:
  api::Service& service_;
  std::string entry_;
  std::int64_t after_;
  bool greeted_ = false;
  std::unique_ptr<api::Notices::Watcher> watcher_;
};

}  // namespace jianzhen::http
