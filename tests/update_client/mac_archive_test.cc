// Disk images and packages of macOS behind the client's install interface, as far as Linux can:
// made by xorriso, libarchive and OpenSSL, read by ours.
#include "update/mac_archive.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "base/strings.h"
#include "mac_files.h"
#include "test_tree.h"
#include "update/code_signature.h"
#include "update/disk_image.h"
#include "update/hfs_volume.h"
#include "update/installed_program.h"
#include "update/mac_bundle.h"
#include "update/signing_key.h"
#include "update/tree_archive.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct MacArchiveTest : testing::Test {
  MacSigner signer;
  MacProgram program;
  Release release;
  Archive archive;
  std::string folder;

  void SetUp() override {
    folder = testing::TempDir() + "/nexy-mac-XXXXXX";
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    program.archive_key = "key";
    program.root_document = "{}";
    release.build = 2000002;
    release.version = release.bundle_version = "2.0.0.2";
    archive.type = "dmg";
    archive.code.requirement = signer.Requirement("com.nexy.assistant");
    // What is installed: 2.0.0.1.
    const std::string tree = folder + "/versions/2000001";
    std::filesystem::create_directories(tree);
    std::ofstream(tree + "/release.json")
        << R"({"app_id":"com.nexy.assistant","build":2000001,"version":"2.0.0.1"})";
    std::filesystem::create_directory_symlink("versions/2000001", folder + "/current");
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  absl::Status Place(const std::string& bytes) const {
    const auto installed = InstalledProgram::Open(folder);
    return installed.ok() ? installed->Place(bytes, release, archive) : installed.status();
  }
  std::string Tree() const { return folder + "/versions/2000002"; }
  static std::string Said(const absl::Status& status) { return std::string(MessageOf(status)); }
  std::string Image() const { return DiskImageOf(HfsVolumeOf(signer.Bundle(program))); }
  // What is said of a package with that program; a package is made faster than an image.
  std::string SaidOf(const std::map<std::string, std::string>& files) {
    archive.type = "pkg";
    const absl::Status status = Place(PackageOf(files));
    EXPECT_FALSE(std::filesystem::exists(Tree()));
    const auto refusal = RefusalOf(status);
    return Concat(refusal ? RefusalWord(*refusal) : "none", ": ", Said(status));
  }
};

// Whoever publishes does not have to say who signed the program, and cannot say it wrongly.
TEST_F(MacArchiveTest, PublishingTakesTheIdentityFromTheArchive) {
  const std::string package = PackageOf(signer.Bundle(program));
  Archive found;
  found.path = "Nexy.pkg";
  found.type = "pkg";
  const auto said = [&package](Archive& declared, const std::string& app = "com.nexy.assistant",
                               const std::string& version = "2.0.0.2") {
    return Said(TakeCodeIdentity(package, app, version, declared));
  };
  ASSERT_EQ(said(found), "");
  EXPECT_EQ(found.code.requirement, signer.Requirement("com.nexy.assistant"));
  EXPECT_EQ(found.code.cdhash.size(), 40u);
  EXPECT_EQ(said(found), "");  // It is what it is declared to be.
  Archive other = found;
  other.code.requirement = MacSigner().Requirement("com.nexy.assistant");
  EXPECT_THAT(said(other),
              AllOf(HasSubstr("the program in Nexy.pkg: its designated requirement is"),
                    HasSubstr("as was declared")));
  other = found;
  other.code.team = "ABCDE12345";
  EXPECT_THAT(said(other), HasSubstr("its team is \"\", not \"ABCDE12345\""));
  EXPECT_THAT(said(found, "com.other"), HasSubstr("its bundle id is \"com.nexy.assistant\""));
  EXPECT_THAT(said(found, "com.nexy.assistant", "2.0.0.3"), HasSubstr("its bundle version is"));
}

TEST_F(MacArchiveTest, PlacesTheSignedProgramOfADiskImage) {
  program.universal = true;
  const absl::Status placed = Place(Image());
  ASSERT_TRUE(placed.ok()) << placed;
  const std::string macho = Tree() + "/bin/nexy";
  EXPECT_TRUE(std::filesystem::exists(macho));
  EXPECT_NE(std::filesystem::status(macho).permissions() & std::filesystem::perms::owner_exec,
            std::filesystem::perms::none);
  EXPECT_TRUE(std::filesystem::exists(Tree() + "/root.json"));
  const auto bundle = ReadMacBundle(Tree());
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  EXPECT_EQ(bundle->path, "Nexy.app");
  EXPECT_EQ(bundle->code.requirement, archive.code.requirement);
  EXPECT_EQ(bundle->cdhashes.size(), 2u);
  EXPECT_NE(bundle->cdhashes[0], "");
}

TEST_F(MacArchiveTest, PlacesTheSignedProgramOfAPackage) {
  archive.type = "pkg";
  const absl::Status placed = Place(PackageOf(signer.Bundle(program)));
  ASSERT_TRUE(placed.ok()) << placed;
  EXPECT_TRUE(std::filesystem::exists(Tree() + "/Applications/Nexy.app/Contents/Info.plist"));
  EXPECT_TRUE(std::filesystem::exists(Tree() + "/bin/nexy"));
}

TEST_F(MacArchiveTest, AVolumeComesOutAsItWentIn) {
  std::map<std::string, std::string> files;
  for (int i = 0; i < 300; ++i) {  // More than one node of the catalog.
    files[Concat("folder ", i % 7, "/a rather long name of a file, number ", i)] =
        RandomBytes(static_cast<std::size_t>(i) * 37);
  }
  files["\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82/\xF0\x9F\x90\xAB"] = "in other letters";
  files["large"] = RandomBytes(3'000'000);
  const std::string image = DiskImageOf(HfsVolumeOf(files));
  const auto partitions = ReadDiskImage(image, 1 << 28);
  ASSERT_TRUE(partitions.ok()) << partitions.status();
  const auto volume = HfsVolume::Open(partitions->at(0).bytes);
  ASSERT_TRUE(volume.ok()) << volume.status();
  std::map<std::string, std::string> read;
  for (const HfsFile& file : volume->files()) {
    if (file.kind == HfsFile::Kind::kFile) read[file.path] = *volume->Read(file);
  }
  EXPECT_EQ(read.size(), files.size());
  EXPECT_TRUE(read == files);
}

TEST_F(MacArchiveTest, RefusesEachKindOfDamageOfAnImage) {
  const std::string volume = HfsVolumeOf({{"a", "b"}});
  const auto said = [&](ImageFlaw flaw) {
    return Said(ReadDiskImage(DiskImageOf(volume, flaw), 1 << 28).status());
  };
  EXPECT_EQ(said(ImageFlaw::kNone), "");
  EXPECT_THAT(said(ImageFlaw::kWrongByte), HasSubstr("the checksum of its data is wrong"));
  EXPECT_THAT(said(ImageFlaw::kWrongMaster), HasSubstr("of its partitions together is wrong"));
  // Trap 3: readers that count what is ignored take this for right, and the others for wrong.
  EXPECT_THAT(said(ImageFlaw::kIgnoredCounted), HasSubstr("the checksum of a partition is wrong"));
  const std::string image = DiskImageOf(volume);
  EXPECT_EQ(RefusalOf(ReadDiskImage(image, 4096).status()), UpdateRefusal::kTooLarge);
  for (std::size_t size = 0; size < image.size(); size += image.size() / 50 + 1) {
    EXPECT_FALSE(ReadDiskImage(image.substr(0, size), 1 << 28).ok()) << size;
  }
}

TEST_F(MacArchiveTest, RefusesAProgramThatIsAnother) {
  auto files = signer.Bundle(program);
  const std::string macho = "Nexy.app/Contents/MacOS/nexy";
  files[macho][200] = 'X';
  EXPECT_THAT(SaidOf(files), AllOf(HasSubstr("bad_signature"), HasSubstr("a page of the program")));

  files = signer.Bundle(program);
  files["Nexy.app/Contents/Info.plist"] += "\n";
  EXPECT_THAT(SaidOf(files), HasSubstr("Info.plist is not the sealed one"));

  files = signer.Bundle(program);
  files["Nexy.app/Contents/Resources/root.json"] = "{\"evil\":1}";
  EXPECT_THAT(SaidOf(files), HasSubstr("root.json is not the sealed one"));

  files = signer.Bundle(program);
  files["Nexy.app/Contents/Resources/more"] = "evil";
  EXPECT_THAT(SaidOf(files), HasSubstr("Resources/more is not sealed"));

  program.version = "2.0.0.9";
  EXPECT_THAT(SaidOf(signer.Bundle(program)),
              AllOf(HasSubstr("wrong_identity"), HasSubstr("its version is 2.0.0.9")));
  program.version = "2.0.0.2";
  program.identifier = "com.nexy.notes";
  EXPECT_THAT(SaidOf(signer.Bundle(program)),
              AllOf(HasSubstr("wrong_identity"), HasSubstr("it is com.nexy.notes")));
}

// macOS keys the microphone to the requirement: another certificate, or none, loses it.
TEST_F(MacArchiveTest, RefusesAnotherSigner) {
  const MacSigner other;
  EXPECT_THAT(SaidOf(other.Bundle(program)),
              AllOf(HasSubstr("wrong_identity"), HasSubstr("its designated requirement is")));
  program.ad_hoc = true;
  EXPECT_THAT(SaidOf(signer.Bundle(program)),
              AllOf(HasSubstr("bad_signature"), HasSubstr("it is ad hoc")));
  program.ad_hoc = false;
  archive.code.cdhash = std::string(40, 'a');
  EXPECT_THAT(SaidOf(signer.Bundle(program)), HasSubstr("its code is other code"));
  archive.code = {};
  EXPECT_THAT(SaidOf(signer.Bundle(program)), HasSubstr("nothing says who may have made it"));
}

TEST_F(MacArchiveTest, RefusesPackagesThatWantMoreThanFiles) {
  archive.type = "pkg";
  const auto files = signer.Bundle(program);
  EXPECT_THAT(Said(Place(PackageOf(files, {{"nexy.pkg/Scripts", "rm -rf /"}}))),
              HasSubstr("a package with scripts"));
  EXPECT_THAT(Said(Place(PackageOf(files, {{"other.pkg/Payload", "x"}}))),
              HasSubstr("a package of several parts"));
  std::string damaged = PackageOf(files);
  damaged[damaged.size() - 200] ^= 1;
  EXPECT_EQ(RefusalOf(Place(damaged)), UpdateRefusal::kMalformed);
  EXPECT_EQ(RefusalOf(Place("rubbish")), UpdateRefusal::kMalformed);
}

TEST_F(MacArchiveTest, NoByteOfASignatureCanBeChangedUnseen) {
  const auto files = signer.Bundle(program);
  const std::string macho = files.at("Nexy.app/Contents/MacOS/nexy");
  const auto right = ReadCodeSignatures(macho);
  ASSERT_TRUE(right.ok()) << right.status();
  // All of the head and the code, and what is used of the signature.
  for (std::size_t at = 0; at < macho.size(); at += at < 64 ? 1 : 61) {
    std::string changed = macho;
    changed[at] = static_cast<char>(changed[at] ^ 0x40);
    const auto read = ReadCodeSignatures(changed);
    if (!read.ok()) continue;
    EXPECT_EQ(read->front().cdhash, right->front().cdhash) << at;
    EXPECT_EQ(read->front().requirement, right->front().requirement) << at;
    // The certificate may be another with the same key; then it is not the one of the requirement.
  }
}

TEST(CodeRequirement, ReadsAsApplesToolWritesIt) {
  // anchor apple generic and identifier "com.x" and certificate 1[field.1.2.840.113635.100.6.2.6]
  const auto blob = *BytesOfHex(
      "fade0c00000000440000000100000006000000060000000f00000002"
      "00000005636f6d2e780000000000000e000000010000000a2a864886f76364060206000000000000");
  const auto text = RequirementText(blob);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(*text,
            "anchor apple generic and identifier \"com.x\" and certificate "
            "1[field.1.2.840.113635.100.6.2.6] /* exists */");
}

}  // namespace
}  // namespace nexy
