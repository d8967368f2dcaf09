using System.Security.Cryptography;
using Wenden.Intake.Materials.Storing;

namespace Wenden.Intake.Tests.Materials;

/// <summary>What every store promises, whichever it is. <c>WENDEN_TEST_S3</c> names a real server to ask in place of the small one, with the bucket materials.</summary>
public sealed class ObjectStoreTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wenden-objects-");
    private readonly string? _real = Environment.GetEnvironmentVariable("WENDEN_TEST_S3");
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(300_000);
    private TinyS3 _s3 = null!;

    public static TheoryData<string> Stores => ["folder", "s3"];

    public async ValueTask InitializeAsync() => _s3 = await TinyS3.StartAsync();

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_is_stored_is_read_again(string kind)
    {
        var sha256 = await Store(kind).StoreAsync(_content, default);

        sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(_content)));
        (await Store(kind).ReadAsync(sha256, default)).ShouldBe(_content);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_same_bytes_at_the_same_time_are_one_object(string kind)
    {
        var names = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Store(kind).StoreAsync(_content, default))));

        names.Distinct().ShouldHaveSingleItem();
        (await Store(kind).ReadAsync(names[0], default)).ShouldBe(_content);
        if (kind == "folder")
            Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories).ShouldHaveSingleItem("no unfinished file is left");
        else if (_real is null)
            _s3.Objects.ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_is_there_is_not_written_again(string kind)
    {
        var sha256 = await Store(kind).StoreAsync(_content, default);
        var written = File.Exists(PathOf(sha256)) ? File.GetLastWriteTimeUtc(PathOf(sha256)) : default;

        await Store(kind).StoreAsync(_content, default);

        if (kind == "folder")
            File.GetLastWriteTimeUtc(PathOf(sha256)).ShouldBe(written);
        else if (_real is null)
            _s3.Written.ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_was_never_stored_is_gone(string kind) =>
        (await Should.ThrowAsync<ObjectDamagedException>(() => Store(kind).ReadAsync(new string('0', 64), default))).Message.ShouldContain("is gone");

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_was_changed_is_not_given_out(string kind)
    {
        Assert.SkipWhen(kind == "s3" && _real is not null, "A real server's objects are changed by nobody.");
        var sha256 = await Store(kind).StoreAsync(_content, default);
        _content[7] ^= 1;
        if (kind == "folder")
            await File.WriteAllBytesAsync(PathOf(sha256), _content);
        else
            _s3.Objects[$"materials/kept/{sha256}"] = _content;

        (await Should.ThrowAsync<ObjectDamagedException>(() => Store(kind).ReadAsync(sha256, default))).Message.ShouldContain("is not what was stored");
    }

    [Fact]
    public async Task A_store_that_refuses_is_an_error_and_not_a_success() =>
        await Should.ThrowAsync<Exception>(() => new S3Store(Client("http://127.0.0.1:1"), "materials").StoreAsync(_content, default));

    [Fact]
    public void A_half_configured_store_is_refused_with_all_that_is_missing()
    {
        var refused = Should.Throw<InvalidDataException>(() => StoreExtensions.Check(new S3Options { Address = "nowhere", Bucket = "materials" }));

        refused.Message.Split('\n').Length.ShouldBe(3, refused.Message);
    }

    private IObjectStore Store(string kind) => kind == "folder" ? new FolderStore(_folder.FullName) : new S3Store(Client(_real ?? _s3.Address), "materials", "kept/");

    private static Amazon.S3.IAmazonS3 Client(string address) => S3Store.Client(address, "us-east-1", "S3RVER", "S3RVER");

    private string PathOf(string sha256) => Path.Combine(_folder.FullName, sha256[..2], sha256);

    public async ValueTask DisposeAsync()
    {
        await _s3.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
