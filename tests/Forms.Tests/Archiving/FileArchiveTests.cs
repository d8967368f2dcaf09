using System.Security.Cryptography;
using Wenden.Forms.Archiving;

namespace Wenden.Forms.Tests.Archiving;

public sealed class FileArchiveTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"archive-{Guid.CreateVersion7()}");
    private readonly byte[] _content = [.. Enumerable.Range(0, 50_000).Select(number => (byte)(number * 7))];

    private FileArchive Archive => new(_folder);

    [Fact]
    public async Task A_file_is_kept_under_its_hash()
    {
        var sha256 = await Archive.KeepAsync(_content, ".pdf", default);

        sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(_content)));
        (await Archive.ReadAsync(sha256, ".pdf", default)).ShouldBe(_content);
        Files().ShouldBe([Archive.PathOf(sha256, ".pdf")]);
    }

    [Fact]
    public async Task Keeping_it_again_changes_nothing()
    {
        var sha256 = await Archive.KeepAsync(_content, ".pdf", default);
        var written = File.GetLastWriteTimeUtc(Archive.PathOf(sha256, ".pdf"));
        await Task.Delay(20);

        (await Archive.KeepAsync(_content, ".pdf", default)).ShouldBe(sha256);

        File.GetLastWriteTimeUtc(Archive.PathOf(sha256, ".pdf")).ShouldBe(written);
        Files().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_changed_file_is_not_given_out()
    {
        var sha256 = await Archive.KeepAsync(_content, ".pdf", default);
        var path = Archive.PathOf(sha256, ".pdf");
        var changed = (byte[])_content.Clone();
        changed[25_000] ^= 1;
        await File.WriteAllBytesAsync(path, changed);

        await Should.ThrowAsync<ArchiveDamagedException>(() => Archive.ReadAsync(sha256, ".pdf", default));
    }

    [Fact]
    public async Task A_lost_or_shortened_file_is_noticed()
    {
        var sha256 = await Archive.KeepAsync(_content, ".pdf", default);
        await File.WriteAllBytesAsync(Archive.PathOf(sha256, ".pdf"), _content[..10]);
        await Should.ThrowAsync<ArchiveDamagedException>(() => Archive.ReadAsync(sha256, ".pdf", default));

        File.Delete(Archive.PathOf(sha256, ".pdf"));
        await Should.ThrowAsync<ArchiveDamagedException>(() => Archive.ReadAsync(sha256, ".pdf", default));
    }

    [Fact]
    public async Task Keeping_the_original_again_mends_a_damaged_file()
    {
        var sha256 = await Archive.KeepAsync(_content, ".pdf", default);
        await File.WriteAllBytesAsync(Archive.PathOf(sha256, ".pdf"), _content[..10]);

        await Archive.KeepAsync(_content, ".pdf", default);

        (await Archive.ReadAsync(sha256, ".pdf", default)).ShouldBe(_content);
    }

    [Fact]
    public async Task Many_replicas_keep_the_same_file_at_once()
    {
        var hashes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => new FileArchive(_folder).KeepAsync(_content, ".pdf", default))));

        hashes.Distinct().Count().ShouldBe(1);
        (await Archive.ReadAsync(hashes[0], ".pdf", default)).ShouldBe(_content);
        Files().Count.ShouldBe(1);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private List<string> Files() => [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)];
}
