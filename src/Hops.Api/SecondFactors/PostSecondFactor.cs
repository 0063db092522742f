using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.SecondFactors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;

namespace Hops.Api.SecondFactors;

internal static class PostSecondFactor
{
    private const int PixelsPerModule = 6;

    internal static async Task<Ok<DeviceSecretView>> RunAsync(
        HopsPlatform platform, ApiCall call, PasswordProof proof, CancellationToken cancellationToken)
    {
        var secret = await BeginSecondFactor.RunAsync(platform, call.Actor, proof.Password, cancellationToken);
        return TypedResults.Ok(new DeviceSecretView(secret.Secret, secret.Uri, Picture(secret.Uri)));
    }

    private static string Picture(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        return "data:image/png;base64," + Convert.ToBase64String(code.GetGraphic(PixelsPerModule));
    }
}

/// <summary>What a change of the account asks for besides the session.</summary>
/// <param name="Password">The present password.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PasswordProof(string Password);

/// <summary>What a device needs to show codes. It counts once a code of it has been sent.</summary>
/// <param name="Secret">In base 32, to be typed.</param>
/// <param name="Uri">The same as an <c>otpauth:</c> address.</param>
/// <param name="QrCode">That address as a QR code: a PNG in a <c>data:</c> address.</param>
public sealed record DeviceSecretView(string Secret, string Uri, string QrCode);
