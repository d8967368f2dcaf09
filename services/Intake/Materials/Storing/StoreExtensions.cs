using System.ComponentModel.DataAnnotations;

namespace Wenden.Intake.Materials.Storing;

/// <summary>Section <c>Intake:Materials</c> of the configuration: where what people hand in is kept.</summary>
internal sealed class StoreOptions
{
    /// <summary>A folder that all replicas share. <c>.wenden/materials</c> of the project without it.</summary>
    public string? Folder { get; set; }

    /// <summary>An S3-compatible store in place of the folder.</summary>
    public S3Options? S3 { get; set; }
}

/// <summary>Section <c>Intake:Materials:S3</c>.</summary>
internal sealed class S3Options
{
    /// <summary>For example <c>https://objects.example.cn</c>.</summary>
    [Required, Url]
    public string Address { get; set; } = "";

    [Required]
    public string Bucket { get; set; } = "";

    /// <summary>Put before every name, for example <c>materials/</c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>What requests are signed for; most servers of one's own take any.</summary>
    [Required]
    public string Region { get; set; } = "us-east-1";

    [Required]
    public string AccessKey { get; set; } = "";

    [Required]
    public string SecretKey { get; set; } = "";
}

internal static class StoreExtensions
{
    /// <summary>The store that the configuration asks for.</summary>
    /// <exception cref="InvalidDataException">The configuration lacks something; the message has one line per error.</exception>
    public static void AddObjectStore(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection("Intake:Materials").Get<StoreOptions>() ?? new StoreOptions();
        if (options.S3 is { } s3)
        {
            Check(s3);
            builder.Services.AddSingleton<IObjectStore>(
                new S3Store(S3Store.Client(s3.Address, s3.Region, s3.AccessKey, s3.SecretKey), s3.Bucket, s3.Prefix));
        }
        else
        {
            builder.Services.AddSingleton<IObjectStore>(
                new FolderStore(Path.GetFullPath(options.Folder ?? Path.Combine(builder.Environment.ContentRootPath, "../../.wenden/materials"))));
        }
    }

    internal static void Check(S3Options options)
    {
        var errors = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), errors, validateAllProperties: true))
            throw new InvalidDataException(string.Join('\n', errors.Select(error => $"Intake:Materials:S3: {error.ErrorMessage}")));
    }
}
