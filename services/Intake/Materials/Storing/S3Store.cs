using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Wenden.Intake.Materials.Storing;

/// <summary>Objects in a bucket of anything that speaks S3. An object appears only when it is whole: that is S3's own promise.</summary>
internal sealed class S3Store(IAmazonS3 s3, string bucket, string prefix = "") : IObjectStore
{
    public async Task<string> StoreAsync(byte[] content, CancellationToken ct)
    {
        var sha256 = ObjectDamagedException.HashOf(content);
        if (await HasAsync(sha256, content.LongLength, ct))
            return sha256;

        using var stream = new MemoryStream(content, writable: false);
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = prefix + sha256,
            InputStream = stream,
            ContentType = "application/octet-stream",
            // Signed as a whole: servers of other makers do not all know the chunks that the SDK sends otherwise.
            UseChunkEncoding = false,
        };
        await s3.PutObjectAsync(request, ct);
        return sha256;
    }

    public async Task<byte[]> ReadAsync(string sha256, CancellationToken ct)
    {
        try
        {
            using var found = await s3.GetObjectAsync(bucket, prefix + sha256, ct);
            using var content = new MemoryStream();
            await found.ResponseStream.CopyToAsync(content, ct);
            return ObjectDamagedException.Check(sha256, content.ToArray());
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            throw new ObjectDamagedException(sha256, "is gone");
        }
    }

    /// <summary>A client for any server of that kind: bucket in the path, checksums only where the server demands them.</summary>
    public static IAmazonS3 Client(string address, string region, string accessKey, string secretKey) => new AmazonS3Client(
        new BasicAWSCredentials(accessKey, secretKey),
        new AmazonS3Config
        {
            ServiceURL = address,
            AuthenticationRegion = region,
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 2,
            Timeout = TimeSpan.FromSeconds(30),
        });

    private async Task<bool> HasAsync(string sha256, long length, CancellationToken ct)
    {
        try
        {
            return (await s3.GetObjectMetadataAsync(bucket, prefix + sha256, ct)).ContentLength == length;
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
