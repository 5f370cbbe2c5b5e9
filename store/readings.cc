#include "store/readings.h"

#include <sqlite3.h>

#include <mutex>
#include <system_error>

#include "core/serial.h"
#include "store/files.h"
#include "store/sqlite.h"

namespace jianzhen::store {

namespace fs = std::filesystem;
using core::fail;
using core::Result;

namespace {

// The number is the format's: another format is another file, and the old one is only lost time.
constexpr char kFile[] = "readings-2.sqlite";

constexpr char kSchema[] = R"(
CREATE TABLE IF NOT EXISTS reading (
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL,
  version TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0,
  document BLOB,  -- core::encode(Document), without its pages
  is_archive INTEGER NOT NULL DEFAULT 0,
  error BLOB,     -- core::encode(Error)
  UNIQUE (sha256, version));
CREATE TABLE IF NOT EXISTS page (
  reading INTEGER NOT NULL,
  number INTEGER NOT NULL,
  page BLOB NOT NULL,  -- core::encode(Page)
  PRIMARY KEY (reading, number));
CREATE TABLE IF NOT EXISTS member (
  reading INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name BLOB NOT NULL,
  raw_name BLOB NOT NULL,  -- the bytes in the archive
  sha256 BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  error BLOB,
  PRIMARY KEY (reading, position));
)";

std::span<const std::uint8_t> bytes_of(const core::Digest& digest) { return digest.bytes(); }

std::optional<core::Digest> digest_of(std::span<const std::uint8_t> bytes) {
  std::array<std::uint8_t, core::Digest::kBytes> array{};
  if (bytes.size() != array.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), array.begin());
  return core::Digest(array);
}

// One connection with its statements, used by one thread at a time.
struct Connection {
  explicit Connection(const fs::path& file) : database(prepared(file)) {}

  // The pragmas and tables have to be there before the statements below are prepared.
  static Sqlite prepared(const fs::path& file) {
    Sqlite database(file);
    database.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-4000;");
    database.run(kSchema);
    return database;
  }

  Sqlite database;
  Statement find{database,
                 "SELECT id, done, document, is_archive, error FROM reading "
                 "WHERE sha256 = ? AND version = ?"};
  Statement done{database, "SELECT done FROM reading WHERE sha256 = ? AND version = ?"};
  Statement add{database,
                "INSERT INTO reading (sha256, version) VALUES (?, ?) ON CONFLICT DO NOTHING"};
  Statement end{database,
                "UPDATE reading SET done = 1, document = ?, is_archive = ?, error = ? "
                "WHERE id = ?"};
  Statement pages{database, "SELECT page FROM page WHERE reading = ? ORDER BY number"};
  Statement put_page{database,
                     "INSERT OR REPLACE INTO page (reading, number, page) VALUES (?, ?, ?)"};
  Statement members{database,
                    "SELECT name, raw_name, sha256, bytes, error FROM member WHERE reading = ? "
                    "ORDER BY position"};
  Statement forget_members{database, "DELETE FROM member WHERE reading = ?"};
  Statement put_member{
      database,
      "INSERT INTO member (reading, position, name, raw_name, sha256, bytes, error) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)"};
};

// Leaves a statement ready for its next use, also where an exception passes by.
class Use {
 public:
  explicit Use(Statement& statement) : statement_(statement) { statement_.reset(); }
  ~Use() { statement_.reset(); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  Statement* operator->() { return &statement_; }

 private:
  Statement& statement_;
};

std::int64_t id_of(Connection& at, const ReadingKey& key) {
  Use add(at.add);
  add->bind(bytes_of(key.sha256)).bind(key.reader_version).run();
  Use find(at.find);
  find->bind(bytes_of(key.sha256)).bind(key.reader_version).step();
  return find->integer(0);
}

// nullopt where one does not decode.
std::optional<std::vector<core::Page>> pages_of(Connection& at, std::int64_t id) {
  std::vector<core::Page> result;
  Use pages(at.pages);
  pages->bind(id);
  while (pages->step()) {
    auto page = core::decode_page(pages->blob(0));
    if (!page) return std::nullopt;
    result.push_back(std::move(*page));
  }
  return result;
}

std::optional<std::vector<KeptMember>> members_of(Connection& at, std::int64_t id) {
  std::vector<KeptMember> result;
  Use members(at.members);
  members->bind(id);
  while (members->step()) {
    const auto digest = digest_of(members->blob(2));
    if (!digest) return std::nullopt;
    KeptMember member{members->text(0), members->text(1), *digest,
                      static_cast<std::uint64_t>(members->integer(3)), std::nullopt};
    if (!members->is_null(4)) {
      auto error = core::decode_error(members->blob(4));
      if (!error) return std::nullopt;
      member.error = std::move(*error);
    }
    result.push_back(std::move(member));
  }
  return result;
}

std::optional<KeptReading> reading_of(Connection& at, const ReadingKey& key) {
  KeptReading reading;
  std::int64_t id = 0;
  {
    Use find(at.find);
    find->bind(bytes_of(key.sha256)).bind(key.reader_version);
    if (!find->step() || find->integer(1) == 0) return std::nullopt;
    id = find->integer(0);
    auto document = core::decode_document(find->blob(2));
    if (!document) return std::nullopt;
    reading.document = std::move(*document);
    reading.is_archive = find->integer(3) != 0;
    if (!find->is_null(4)) {
      auto error = core::decode_error(find->blob(4));
      if (!error) return std::nullopt;
      reading.error = std::move(*error);
    }
  }
  auto pages = pages_of(at, id);
  auto members = members_of(at, id);
  if (!pages || !members) return std::nullopt;
  reading.document.pages = std::move(*pages);
  reading.members = std::move(*members);
  return reading;
}

void write_page(Connection& at, std::int64_t id, const core::Page& page) {
  Use put(at.put_page);
  put->bind(id).bind(std::int64_t{page.number}).bind(core::encode(page)).run();
}

void write_members(Connection& at, std::int64_t id, const std::vector<KeptMember>& members) {
  Use forget(at.forget_members);
  forget->bind(id).run();
  for (std::size_t i = 0; i < members.size(); ++i) {
    const KeptMember& member = members[i];
    Use put(at.put_member);
    put->bind(id).bind(static_cast<std::int64_t>(i));
    for (const std::string* name : {&member.name, &member.raw_name}) {
      put->bind(std::span(reinterpret_cast<const std::uint8_t*>(name->data()), name->size()));
    }
    put->bind(bytes_of(member.sha256)).bind(static_cast<std::int64_t>(member.bytes));
    member.error ? put->bind(core::encode(*member.error)) : put->bind_null();
    put->run();
  }
}

void write_end(Connection& at, std::int64_t id, const KeptReading& reading) {
  core::Document document = reading.document;
  for (const core::Page& page : document.pages) write_page(at, id, page);
  document.pages.clear();
  write_members(at, id, reading.members);
  Use end(at.end);
  end->bind(core::encode(document)).bind(std::int64_t{reading.is_archive});
  reading.error ? end->bind(core::encode(*reading.error)) : end->bind_null();
  end->bind(id).run();
}

}  // namespace

// Connections that nobody uses now wait here; as many exist as threads ever came at once.
struct Readings::State {
  fs::path file;
  std::mutex mutex;
  std::vector<std::unique_ptr<Connection>> idle;

  // Runs `work(connection)`; a connection that failed is not used again. Throws SqliteError.
  template <typename Work>
  auto with(Work work) {
    std::unique_ptr<Connection> connection;
    {
      const std::scoped_lock lock(mutex);
      if (!idle.empty()) {
        connection = std::move(idle.back());
        idle.pop_back();
      }
    }
    if (!connection) connection = std::make_unique<Connection>(file);
    auto result = work(*connection);
    const std::scoped_lock lock(mutex);
    idle.push_back(std::move(connection));
    return result;
  }

  template <typename Work>
  Result<void> write(Work work) {
    try {
      return with([&](Connection& at) -> Result<void> {
        WriteTransaction transaction(at.database);
        work(at);
        transaction.commit();
        return {};
      });
    } catch (const SqliteError& error) {
      return fail(told(error, file));
    }
  }
};

Readings::Readings(std::unique_ptr<State> state) : state_(std::move(state)) {}
Readings::~Readings() = default;

fs::path readings_file(const fs::path& folder) { return folder / kFile; }

Result<std::unique_ptr<Readings>> Readings::open(const fs::path& folder) {
  if (auto made = make_folder(folder); !made) return fail(made.error());
  // Two that make the file WAL at once would meet SQLITE_BUSY, which waits for nobody there.
  const auto lock = lock_folder(folder);
  if (!lock) return fail(lock.error());
  auto state = std::make_unique<State>();
  state->file = readings_file(folder);
  for (const bool again : {false, true}) {
    try {
      state->with([](Connection&) { return true; });
      return std::unique_ptr<Readings>(new Readings(std::move(state)));
    } catch (const SqliteError& error) {
      if (again || !error.damaged()) return fail(told(error, state->file));
      // Losing a cache loses time only; keeping a broken one would lose every run.
      for (const char* suffix : {"", "-wal", "-shm"}) {
        std::error_code ignored;
        fs::remove(state->file.string() + suffix, ignored);
      }
    }
  }
  return fail(cannot_write(state->file, EIO));
}

bool Readings::has(const ReadingKey& key) {
  try {
    return state_->with([&](Connection& at) {
      Use done(at.done);
      done->bind(bytes_of(key.sha256)).bind(key.reader_version);
      return done->step() && done->integer(0) != 0;
    });
  } catch (const SqliteError&) {
    return false;  // what cannot be read counts as never read
  }
}

std::optional<KeptReading> Readings::find(const ReadingKey& key) {
  try {
    return state_->with([&](Connection& at) { return reading_of(at, key); });
  } catch (const SqliteError&) {
    return std::nullopt;  // what cannot be read counts as never read
  }
}

std::vector<core::Page> Readings::pages(const ReadingKey& key) {
  try {
    return state_->with([&](Connection& at) -> std::vector<core::Page> {
      std::int64_t id = 0;
      {
        Use find(at.find);
        find->bind(bytes_of(key.sha256)).bind(key.reader_version);
        if (!find->step()) return {};
        id = find->integer(0);
      }
      return pages_of(at, id).value_or(std::vector<core::Page>{});
    });
  } catch (const SqliteError&) {
    return {};
  }
}

Result<void> Readings::put_page(const ReadingKey& key, const core::Page& page) {
  return state_->write([&](Connection& at) { write_page(at, id_of(at, key), page); });
}

Result<void> Readings::finish(const ReadingKey& key, const KeptReading& reading) {
  return state_->write([&](Connection& at) { write_end(at, id_of(at, key), reading); });
}

}  // namespace jianzhen::store
