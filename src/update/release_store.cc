#include "update/release_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/status.h"
#include "base/strings.h"
#include "update/audit_log.h"
#include "update/signing_key.h"

namespace nexy {
namespace {

constexpr std::size_t kPublicationMaxBytes = 16 << 20;
constexpr char kFormatFile[] = "format";
constexpr char kFormat[] = "nexy release store 1\n";

std::string PublicationName(std::int64_t number) { return Concat(number, ".json"); }

absl::StatusOr<std::vector<std::string>> NamesIn(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  const std::filesystem::directory_iterator end;
  for (std::filesystem::directory_iterator entry(folder, error); !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  // A list that breaks off must not be taken for a whole one.
  if (error) return absl::UnavailableError(Concat("cannot read ", folder, ": ", error.message()));
  std::ranges::sort(names);
  return names;
}

bool IsBlobName(std::string_view name) {
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

absl::StatusOr<ReleaseStore> ReleaseStore::Open(std::string path) {
  const absl::StatusOr<std::string> format = ReadWholeFile(Concat(path, "/", kFormatFile), 100);
  if (absl::IsNotFound(format.status())) {
    return absl::NotFoundError(
        Concat("there is no release store at ", path, "; `nexyctl update init` makes one"));
  }
  NEXY_RETURN_IF_ERROR(format.status());
  if (*format != kFormat) {
    return absl::FailedPreconditionError(
        Concat(path, " is not a release store that this version can read"));
  }
  return ReleaseStore(std::move(path));
}

absl::StatusOr<ReleaseStore> ReleaseStore::Create(std::string path) {
  struct stat facts = {};
  if (stat(Concat(path, "/", kFormatFile).c_str(), &facts) == 0) {
    return absl::AlreadyExistsError(Concat("there is a release store at ", path, " already"));
  }
  NEXY_RETURN_IF_ERROR(CreateFolder(path));
  NEXY_RETURN_IF_ERROR(CreateFolder(path + "/blobs"));
  NEXY_RETURN_IF_ERROR(CreateFolder(path + "/publications"));
  NEXY_RETURN_IF_ERROR(WriteDurably(path, kFormatFile, kFormat));
  return ReleaseStore(std::move(path));
}

absl::StatusOr<CurrentPublication> ReleaseStore::Current() const {
  const absl::StatusOr<std::string> text = ReadWholeFile(path_ + "/current", 200);
  if (absl::IsNotFound(text.status())) {
    return absl::NotFoundError(Concat("nothing is published in ", path_, " yet"));
  }
  NEXY_RETURN_IF_ERROR(text.status());
  return ReadCurrent(*text);
}

std::string ReleaseStore::PublicationPath(std::int64_t number) const {
  return Concat(path_, "/publications/", PublicationName(number));
}

absl::StatusOr<Publication> ReleaseStore::Load() const {
  NEXY_ASSIGN_OR_RETURN(const CurrentPublication current, Current());
  const std::string path = PublicationPath(current.number);
  NEXY_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kPublicationMaxBytes));
  if (Sha256Hex(text) != current.sha256) {
    return absl::DataLossError(Concat(path, " is not the publication that `current` names"));
  }
  return ReadPublication(text);
}

absl::StatusOr<Publication> ReleaseStore::Load(std::int64_t number) const {
  NEXY_ASSIGN_OR_RETURN(const std::string text,
                        ReadWholeFile(PublicationPath(number), kPublicationMaxBytes));
  return ReadPublication(text);
}

std::string ReleaseStore::BlobPath(const std::string& sha256) const {
  return Concat(path_, "/blobs/", sha256);
}

absl::StatusOr<FileHandle> ReleaseStore::OpenBlob(const std::string& sha256) const {
  if (!IsBlobName(sha256)) return absl::InvalidArgumentError("not the name of a blob");
  FileHandle file(open(BlobPath(sha256).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0) return SystemError("open", BlobPath(sha256));
  return file;
}

absl::StatusOr<std::string> ReleaseStore::ReadBlob(const std::string& sha256,
                                                   std::size_t max_bytes) const {
  if (!IsBlobName(sha256)) return absl::InvalidArgumentError("not the name of a blob");
  NEXY_ASSIGN_OR_RETURN(std::string bytes, ReadWholeFile(BlobPath(sha256), max_bytes));
  if (Sha256Hex(bytes) != sha256) {
    return absl::DataLossError(Concat(BlobPath(sha256), " has other bytes than its name says"));
  }
  return bytes;
}

absl::StatusOr<ReleaseStore::Lock> ReleaseStore::Acquire(const std::string& who,
                                                         const std::string& what) const {
  const std::string path = path_ + "/lock";
  FileHandle file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (file.get() < 0) return SystemError("lock", path);
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return SystemError("lock", path);
    const absl::StatusOr<std::string> holder = ReadWholeFile(path, 1000);
    return absl::UnavailableError(Concat("somebody else is changing the store: ",
                                         holder.ok() && !holder->empty()
                                             ? holder->substr(0, holder->find('\n'))
                                             : "it is not known who",
                                         "; wait until that is done, then try again"));
  }
  const std::string line = Concat(who, " since ", IsoTime(UnixNow()), ": ", what, "\n");
  // Only for the message above, so a failure (a full disk) does not matter.
  if (ftruncate(file.get(), 0) == 0) {
    [[maybe_unused]] const ssize_t written = pwrite(file.get(), line.data(), line.size(), 0);
  }
  return Lock(std::move(file));
}

absl::StatusOr<std::string> ReleaseStore::AddBlob(std::string_view bytes) const {
  const std::string sha256 = Sha256Hex(bytes);
  const auto is_there = [this, &sha256] {
    const absl::StatusOr<MappedFile> blob = MappedFile::Open(BlobPath(sha256));
    return blob.ok() && Sha256Hex(blob->bytes()) == sha256;
  };
  if (is_there()) return sha256;
  NEXY_RETURN_IF_ERROR(WriteDurably(path_ + "/blobs", sha256, bytes));
  // The source may have changed while it was copied; what is published is what was hashed.
  if (is_there()) return sha256;
  NEXY_RETURN_IF_ERROR(RemoveFile(BlobPath(sha256)));
  return absl::UnavailableError("a file changed while it was read; try again");
}

absl::Status ReleaseStore::Commit(const Publication& publication) const {
  const std::string text = WritePublication(publication);
  NEXY_RETURN_IF_ERROR(
      WriteDurably(path_ + "/publications", PublicationName(publication.number), text));
  const CurrentPublication current{.number = publication.number, .sha256 = Sha256Hex(text)};
  NEXY_RETURN_IF_ERROR(WriteDurably(path_, "current", WriteCurrent(current)));
  const absl::Status logged = AppendEntry(AuditLogPath(), publication.entry);
  if (logged.ok()) return logged;
  return Annotate(logged,
                  "it is published, but the audit log could not be written; the next command "
                  "writes the line");
}

absl::Status ReleaseStore::Recover() const {
  for (const std::string folder : {"", "/blobs", "/publications"}) {
    NEXY_ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(path_ + folder));
    for (const std::string& name : names) {
      if (!name.starts_with(kUnfinishedPrefix)) continue;
      NEXY_RETURN_IF_ERROR(RemoveFile(Concat(path_, folder, "/", name)));
    }
  }
  const absl::StatusOr<Publication> current = Load();
  if (absl::IsNotFound(current.status())) return absl::OkStatus();
  NEXY_RETURN_IF_ERROR(current.status());
  return CompleteAuditLog(AuditLogPath(), current->entry);
}

absl::StatusOr<std::vector<std::int64_t>> ReleaseStore::PublicationNumbers() const {
  NEXY_ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(path_ + "/publications"));
  std::vector<std::int64_t> numbers;
  for (const std::string& name : names) {
    const std::size_t dot = name.find('.');
    if (dot == 0 || dot > 15 || name.substr(dot) != ".json" ||
        name.find_first_not_of("0123456789") != dot) {
      continue;
    }
    numbers.push_back(std::stoll(name));
  }
  std::ranges::sort(numbers);
  return numbers;
}

absl::StatusOr<std::vector<std::string>> ReleaseStore::BlobNames() const {
  NEXY_ASSIGN_OR_RETURN(std::vector<std::string> names, NamesIn(path_ + "/blobs"));
  std::erase_if(names, [](const std::string& name) { return !IsBlobName(name); });
  return names;
}

}  // namespace nexy
