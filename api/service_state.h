#pragma once

// What the files of Service share. Private to them.

#include <memory>
#include <mutex>
#include <string>

#include "api/calendar.h"
#include "api/file_queue.h"
#include "api/keep.h"
#include "api/picture_cache.h"
#include "api/service.h"
#include "api/visible.h"
#include "store/blobs.h"

namespace jianzhen::api {

struct Service::State {
  State(ServiceOptions chosen, Rules loaded, std::unique_ptr<FileReader> given,
        std::unique_ptr<store::Catalogue> opened, std::unique_ptr<store::Accounts> known,
        store::Blobs folder, std::unique_ptr<index::Writer> writing,
        std::unique_ptr<PictureCache> drawn)
      : options(std::move(chosen)),
        rules(std::move(loaded)),
        reader(std::move(given)),
        catalogue(std::move(opened)),
        blobs(std::move(folder)),
        writer(std::move(writing)),
        pictures(std::move(drawn)),
        accounts(std::move(known), options.clock),
        trail(*catalogue),
        files({*catalogue, blobs, *reader, *writer, notices, metrics,
               [this](const std::string& entry, auto received) { checks.request(entry, received); },
               options.log}),
        checks({*catalogue, *reader, files, rules, notices, metrics,
                [this](const store::StoredMaterial& material) {
                  files.submit(material, std::nullopt);
                },
                options.log}) {}

  // Whether they may do that to the entry now.
  core::Result<void> permit(const Principal& who, Action action, const std::string& entry);
  core::Result<void> is_draft(const std::string& entry);     // Errors: closed
  core::Result<void> takes_files(const std::string& entry);  // Errors: closed
  core::Result<void> may_change_team(const core::Entry& before, const core::Entry& after,
                                     const Principal& by);
  // What of it they may see.
  MaySee sees(const Principal& who);
  core::Result<EntryState> state_of(core::Entry entry);
  core::Result<store::StoredMaterial> listed(const std::string& entry, std::int64_t id);
  core::Result<store::StoredMaterial> record(const store::StoredMaterial& material, bool only_new,
                                             const std::string& actor);
  core::Result<store::StoredMaterial> receive(const store::StoredMaterial& material, bool only_new,
                                              const std::string& actor);
  core::Result<void> may_come(const std::string& entry, const std::string& path);
  ResumableUploads::Hooks upload_hooks();
  core::Result<index::Reader*> search_index();
  core::Result<std::string> csv_of(std::string_view table);
  core::Result<void> write(ImportKind kind, const ImportPlan& plan, const std::string& actor);

  ServiceOptions options;
  Rules rules;
  std::unique_ptr<FileReader> reader;
  std::unique_ptr<store::Catalogue> catalogue;
  store::Blobs blobs;
  std::unique_ptr<index::Writer> writer;
  std::unique_ptr<PictureCache> pictures;
  AccountDesk accounts;
  AuditTrail trail;
  std::unique_ptr<store::Replays> replays;
  std::unique_ptr<store::Results> results;
  std::unique_ptr<Notebook> notebook;
  std::unique_ptr<WebhookCourier> webhooks;
  std::unique_ptr<IdentityProvider> provider;
  std::unique_ptr<MailCourier> mails;
  Notices notices;
  Metrics metrics;
  const store::Seconds started_at = options.clock();
  std::mutex writes;  // over what is looked up and then written: numbers, paths
  std::mutex opening;
  std::unique_ptr<index::Reader> search;  // opened when first asked
  FileQueue files;
  EntryChecks checks;
  std::unique_ptr<ReviewDesk> desk;
  std::unique_ptr<ResumableUploads> uploads;  // last: it records by the rest
};

}  // namespace jianzhen::api
