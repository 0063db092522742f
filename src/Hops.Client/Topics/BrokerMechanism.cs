using System.Security.Cryptography;
using System.Text;

namespace Hops.Client.Topics;

/// <summary>A way to sign in to a broker: one row for each SASL mechanism that this client knows.</summary>
public sealed class BrokerMechanism
{
    private const int NonceLengthBytes = 18;

    private readonly Func<BrokerCredential, Func<byte[], Task<byte[]>>, Task> _prove;

    private BrokerMechanism(string name, Func<BrokerCredential, Func<byte[], Task<byte[]>>, Task> prove) => (Name, _prove) = (name, prove);

    /// <summary>PLAIN (RFC 4616): the secret itself goes to the broker.</summary>
    public static BrokerMechanism Plain { get; } = new(
        "PLAIN", static (credential, send) => send(Encoding.UTF8.GetBytes($"\0{credential.Name}\0{credential.Secret}")));

    /// <summary>SCRAM-SHA-256 (RFC 7677): both sides prove that they know the secret, and it goes nowhere.</summary>
    public static BrokerMechanism ScramSha256 { get; } = new("SCRAM-SHA-256", static (credential, send) => ScramAsync(HashAlgorithmName.SHA256, credential, send));

    /// <summary>SCRAM-SHA-512, likewise.</summary>
    public static BrokerMechanism ScramSha512 { get; } = new("SCRAM-SHA-512", static (credential, send) => ScramAsync(HashAlgorithmName.SHA512, credential, send));

    /// <summary>The mechanism of a registered name; null if this client does not know it.</summary>
    public static BrokerMechanism? Find(string name) => new[] { Plain, ScramSha256, ScramSha512 }.FirstOrDefault(mechanism => mechanism.Name == name);

    /// <summary>Registered name of the mechanism (RFC 4422 section 3.1).</summary>
    public string Name { get; }

    /// <summary>Proves the name of a credential.</summary>
    /// <param name="credential">Whose.</param>
    /// <param name="send">Sends a token and answers that of the broker.</param>
    internal Task ProveAsync(BrokerCredential credential, Func<byte[], Task<byte[]>> send) => _prove(credential, send);

    private static async Task ScramAsync(HashAlgorithmName hash, BrokerCredential credential, Func<byte[], Task<byte[]>> send)
    {
        var client = new ScramClient(hash, credential, Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceLengthBytes)));
        var challenge = await send(client.First());
        client.CheckServer(await send(client.Proof(challenge)));
    }
}
