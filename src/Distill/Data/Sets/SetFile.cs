namespace Distill.Data.Sets;

/// <summary>One file of a set, and how to know that its bytes are right.</summary>
/// <param name="Name">Its name; a file that is checked unpacked may also be found as <c>Name.gz</c>.</param>
/// <param name="Md5">The MD5 of its bytes, unpacked if <paramref name="Unpacked"/>: 32 lower-case hexadecimal digits.</param>
/// <param name="Bytes">How many bytes that sum is over.</param>
/// <param name="Unpacked">Whether the sum is over the content when the file is gzip, because copies are packed differently.</param>
/// <param name="Addresses">Where it can be downloaded, best first; empty when nowhere.</param>
public sealed record SetFile(string Name, string Md5, long Bytes, bool Unpacked, IReadOnlyList<Uri> Addresses);
