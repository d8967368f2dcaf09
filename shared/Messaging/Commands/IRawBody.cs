namespace Wenden.Messaging;

/// <summary>A body that is not JSON. Two requests with the same idempotency key are the same if its bytes are.</summary>
public interface IRawBody
{
    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    string Sha256 { get; }
}
