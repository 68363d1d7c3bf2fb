#pragma once

#include <cstdint>
#include <string>

#include "danger_scene.h"
#include "update/signing_key.h"

// What earlier updaters did: each is whole enough to be harmed, and no more.
namespace nexy::naive {

// The earlier Nexy: reads the manifest, compares whole numbers, downloads as much as the manifest
// announces and checks the hash that it names. What it would install; empty: it says that all is up
// to date.
std::string InstallByManifest(const Mirror& mirror, std::int64_t installed);

// Sparkle with a plain feed: the newest item whose archive is signed by the one key.
std::string InstallByAppcast(const Mirror& mirror, const PublicKey& key,
                             const std::string& installed);

// electron-updater's staged rollout: who is not in the share gets no answer at all.
std::string InstallInStages(const Mirror& mirror, const std::string& installation, double share,
                            std::int64_t installed);

// Takes the whole of what is sent.
std::size_t ReadAll(const Mirror& mirror, const std::string& name);

// An unpacker, of tar.gz and zip, that follows the links that it has made itself.
void Unpack(const std::string& bytes, const std::string& folder);

// A server that joins what was asked for to a folder.
std::string Serve(const std::string& folder, std::string path);

}  // namespace nexy::naive
