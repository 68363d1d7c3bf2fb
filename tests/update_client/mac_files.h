#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace nexy {

// Makes what only a Mac makes otherwise: signed programs, disk images, packages. What readers of
// them must not let pass can be asked for.
struct MacProgram {
  std::string identifier = "com.nexy.assistant";
  std::string version = "2.0.0.2";
  std::int64_t build = 2000002;
  std::string archive_key;    // Into release.json.
  std::string root_document;  // Into root.json.
  bool ad_hoc = false;
  bool universal = false;
};

// Who signs: a key and a self-signed certificate for code.
class MacSigner {
 public:
  MacSigner();
  ~MacSigner();
  MacSigner(const MacSigner&) = delete;
  MacSigner& operator=(const MacSigner&) = delete;

  std::string leaf_sha1() const;
  // identifier "…" and certificate leaf = H"…"
  std::string Requirement(const std::string& identifier) const;
  // A Mach-O program with its signature.
  std::string Program(const MacProgram& program, const std::string& info,
                      const std::string& resources) const;
  // Nexy.app, as a tree of files by path.
  std::map<std::string, std::string> Bundle(const MacProgram& program) const;

 private:
  std::string Slice(const MacProgram& program, const std::string& info,
                    const std::string& resources, std::uint32_t cpu) const;
  std::string Cms(const std::string& content) const;

  struct Parts;
  Parts* parts_;
};

// What can be wrong with an image. kIgnoredCounted: trap 3.
enum class ImageFlaw { kNone, kIgnoredCounted, kWrongByte, kWrongMaster };

// An HFS+ volume with those files; xorriso makes it. Empty when it cannot.
std::string HfsVolumeOf(const std::map<std::string, std::string>& files);
// A disk image (UDIF, zlib) with that volume.
std::string DiskImageOf(const std::string& volume, ImageFlaw flaw = ImageFlaw::kNone);
// A flat package (xar) whose payload (cpio, gzip) holds the files; `more` are further members.
std::string PackageOf(const std::map<std::string, std::string>& files,
                      const std::map<std::string, std::string>& more = {});

}  // namespace nexy
