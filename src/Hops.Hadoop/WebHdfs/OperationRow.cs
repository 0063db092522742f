using Hops.Core.Identity;

namespace Hops.Hadoop.WebHdfs;

/// <summary>One operation of the protocol.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Name">Value of <c>op</c>, in upper case.</param>
/// <param name="Required">What the caller needs on the path of the request; asked at the door before the handler runs.</param>
/// <param name="HandleAsync">Reads the parameters, calls the file system, writes the reply.</param>
internal sealed record OperationRow(
    string Method, string Name, Operation Required, Func<WebHdfsCall, CancellationToken, Task> HandleAsync);
